package org.variometer.chaos.agent;

import java.util.Locale;

/**
 * Where a process can be made to die as by kill -9: before or behind each step that makes something
 * durable, and within those that take several.
 */
public enum CrashPoint {
  CHECKPOINT_NOT_AWAITED(Layer.STREAM, "Checkpoints", "await", When.BEFORE, Reached.OFTEN),
  CHECKPOINT_KEPT(Layer.STREAM, "Checkpoints", "await", When.BEHIND, Reached.OFTEN),
  POINTS_NOT_SENT(
      Layer.STREAM, "org.variometer.kairos.PointSender", "send", When.BEFORE, Reached.OFTEN),
  SOME_POINTS_SENT(
      Layer.STREAM, "org.variometer.kairos.Connection", "send", When.BEHIND, Reached.OFTEN),
  POINTS_SENT(
      Layer.STREAM, "org.variometer.kairos.PointSender", "send", When.BEHIND, Reached.OFTEN),
  CANARY_NOT_READ_BACK(
      Layer.STREAM, "org.variometer.kairos.KairosWriter", "makeSure", When.BEFORE, Reached.OFTEN),
  CANARY_READ_BACK(
      Layer.STREAM, "org.variometer.kairos.KairosWriter", "makeSure", When.BEHIND, Reached.OFTEN),
  LOSS_NOT_RESTORED(
      Layer.STREAM,
      "org.variometer.kairos.KairosWriter",
      "restore",
      When.BEFORE,
      Reached.BEHIND_LOST_POINTS),
  LOSS_RESTORED(
      Layer.STREAM,
      "org.variometer.kairos.KairosWriter",
      "restore",
      When.BEHIND,
      Reached.BEHIND_LOST_POINTS),
  NOT_COMMITTED(Layer.STREAM, "Control", "commit", When.BEFORE, Reached.OFTEN),
  COMMITTED(Layer.STREAM, "Control", "commit", When.BEHIND, Reached.OFTEN),
  RIGHT_CLAIMED(Layer.STREAM, "Control", "claim", When.BEHIND),
  CHECKPOINT_SET_ASIDE(
      Layer.STREAM, "snapshot.ClosedFolder", "setAside", When.BEHIND, Reached.WITH_OLD_CHECKPOINT),
  TRY_NOTED(Layer.STREAM, "Checkpoints", "noteTry", When.BEHIND),
  ORIGIN_NOTED(Layer.STREAM, "Checkpoints", "noteOrigin", When.BEHIND, Reached.WITHOUT_CHECKPOINT),
  OFFSETS_PREPARED(Layer.STREAM, "StoredProgress", "prepare", When.BEHIND),
  CATCH_UP_NOTED(
      Layer.STREAM, "StoredProgress", "noteCatchUp", When.BEHIND, Reached.WITHOUT_CHECKPOINT),
  NOT_RECONCILED(Layer.STREAM, "Reconciliation", "settle", When.BEFORE, Reached.WITHOUT_CHECKPOINT),
  RECONCILED(
      Layer.STREAM, "StoredProgress", "clearCatchUp", When.BEFORE, Reached.WITHOUT_CHECKPOINT),
  REJECTED_NOT_KEPT(Layer.STREAM, "DeadLetters", "flush", When.BEFORE, Reached.OFTEN),
  REJECTED_KEPT(Layer.STREAM, "DeadLetters", "flush", When.BEHIND, Reached.OFTEN),
  SNAPSHOT_BEGUN(Layer.STREAM, "snapshot.Snapshots", "begin", When.BEHIND),
  SNAPSHOT_SOME_WRITTEN(Layer.STREAM, "snapshot.WriteBlobs", "call", When.BEHIND, Reached.OFTEN),
  SNAPSHOT_NOT_PUBLISHED(Layer.STREAM, "snapshot.Snapshots", "publish", When.BEFORE),
  SNAPSHOT_PUBLISHED(Layer.STREAM, "snapshot.Snapshots", "publish", When.BEHIND),
  SNAPSHOT_CLEANED(Layer.STREAM, "snapshot.Snapshots", "clean", When.BEHIND),
  LAST_POINTS_NOT_SURE(
      Layer.STREAM, "org.variometer.kairos.KairosWriter", "finish", When.BEFORE, Reached.IN_STOP),
  LAST_SNAPSHOT_NOT_TAKEN(Layer.STREAM, "LiveState", "keepLast", When.BEFORE, Reached.IN_STOP),
  RIGHT_NOT_RELEASED(Layer.STREAM, "Control", "release", When.BEFORE, Reached.IN_RELEASE),
  RIGHT_RELEASED(Layer.STREAM, "Control", "release", When.BEHIND, Reached.IN_RELEASE),
  LOG_COPIED(Layer.BATCH, "landing.LogCopy", "run", When.BEHIND),
  FILE_PUBLISHED(
      Layer.BATCH, "org.variometer.files.PublishedFile", "publish", When.BEHIND, Reached.OFTEN),
  LANDED(Layer.BATCH, "landing.LandedSlots", "publish", When.BEHIND),
  SOME_ROWS_WRITTEN(
      Layer.BATCH, "org.variometer.store.table.TableFiles", "write", When.BEHIND, Reached.OFTEN),
  ROWS_NOT_MOVED(Layer.BATCH, "run.Attempts", "move", When.BEFORE),
  SOME_ROWS_MOVED(Layer.BATCH, "run.Attempts", "moveFile", When.BEHIND, Reached.OFTEN),
  ROWS_MOVED(Layer.BATCH, "run.Attempts", "move", When.BEHIND),
  PARTITIONS_ADDED(Layer.BATCH, "SlotPublisher", "addPartitions", When.BEHIND),
  SLOT_NOT_PUBLISHED(
      Layer.BATCH, "org.variometer.store.manifest.Manifests", "publish", When.BEFORE),
  SLOT_PUBLISHED(Layer.BATCH, "org.variometer.store.manifest.Manifests", "publish", When.BEHIND),
  ATTEMPT_DISCARDED(Layer.BATCH, "run.Attempts", "discard", When.BEHIND),
  SEAL_NOT_ANNOUNCED(Layer.BATCH, "seal.ZooKeeperTakeover", "take", When.BEFORE),
  SEAL_ANNOUNCED(Layer.BATCH, "org.variometer.control.Seal", "announce", When.BEHIND),
  BUCKETS_TAKEN(Layer.BATCH, "seal.ZooKeeperTakeover", "take", When.BEHIND),
  SOME_TOTALS_SENT(
      Layer.BATCH, "org.variometer.kairos.Connection", "send", When.BEHIND, Reached.OFTEN),
  TOTALS_WRITTEN(Layer.BATCH, "seal.ZooKeeperTakeover", "sealed", When.BEFORE),
  SEALED(Layer.BATCH, "seal.ZooKeeperTakeover", "sealed", When.BEHIND),
  WRITTEN_MARKED(
      Layer.BATCH, "org.variometer.store.manifest.Manifests", "markWritten", When.BEHIND),
  EARLIER_TOTALS_NOT_LOOKED_AT(Layer.BATCH, "seal.Sealer", "makeSure", When.BEFORE),
  EARLIER_TOTALS_LOOKED_AT(Layer.BATCH, "seal.Sealer", "makeSure", When.BEHIND),
  REPAIRED(Layer.BATCH, "seal.ZooKeeperTakeover", "repaired", When.BEHIND),
  BATCH_CLEANED(Layer.BATCH, "Housekeeping", "clean", When.BEHIND);

  private static final String VARIOMETER = "org.variometer.";

  private final Layer layer;
  private final String type;
  private final String method;
  private final When when;
  private final Reached reached;

  CrashPoint(Layer layer, String type, String method, When when) {
    this(layer, type, method, when, Reached.ONCE);
  }

  CrashPoint(Layer layer, String type, String method, When when, Reached reached) {
    this.layer = layer;
    this.type = type;
    this.method = method;
    this.when = when;
    this.reached = reached;
  }

  /** The app that comes by. */
  public enum Layer {
    STREAM("stream."),
    BATCH("batch.");

    private final String packageName;

    Layer(String packageName) {
      this.packageName = packageName;
    }
  }

  /** On which side of its place. */
  enum When {
    BEFORE,
    BEHIND
  }

  /** When a process comes by. */
  public enum Reached {
    /** Each does, once, or once a slot. */
    ONCE,
    /** Again and again, within a slot or from micro-batch to micro-batch. */
    OFTEN,
    /** A stream that begins without its checkpoint; others need not. */
    WITHOUT_CHECKPOINT,
    /** Only a stream whose checkpoint is too old. */
    WITH_OLD_CHECKPOINT,
    /** Only a stream that finds what it wrote gone from the database. */
    BEHIND_LOST_POINTS,
    /** Only a stream that is stopped gracefully. */
    IN_STOP,
    /** Only a stream that is stopped gracefully and gives its right to write back. */
    IN_RELEASE
  }

  /** The app that comes by. */
  public Layer layer() {
    return layer;
  }

  Place place() {
    return new Place(
        type.startsWith(VARIOMETER) ? type : VARIOMETER + layer.packageName + type, method);
  }

  When when() {
    return when;
  }

  /** When a process comes by. */
  public Reached reached() {
    return reached;
  }

  /** Whether a process comes by again and again. */
  public boolean isOften() {
    return reached == Reached.OFTEN;
  }

  /** What people call it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
