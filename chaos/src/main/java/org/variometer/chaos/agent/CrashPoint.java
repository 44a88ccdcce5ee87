package org.variometer.chaos.agent;

import java.util.Locale;

/**
 * Where a process can be made to die as by kill -9: before or behind each step that makes something
 * durable, and within those that take several.
 */
public enum CrashPoint {
  CHECKPOINT_NOT_AWAITED(Layer.STREAM, "Checkpoints", "await", When.BEFORE),
  CHECKPOINT_KEPT(Layer.STREAM, "Checkpoints", "await", When.BEHIND),
  POINTS_NOT_SENT(Layer.STREAM, "org.variometer.kairos.PointSender", "send", When.BEFORE),
  SOME_POINTS_SENT(Layer.STREAM, "org.variometer.kairos.Connection", "send", When.BEHIND),
  POINTS_SENT(Layer.STREAM, "org.variometer.kairos.PointSender", "send", When.BEHIND),
  CANARY_NOT_READ_BACK(Layer.STREAM, "org.variometer.kairos.KairosWriter", "makeSure", When.BEFORE),
  CANARY_READ_BACK(Layer.STREAM, "org.variometer.kairos.KairosWriter", "makeSure", When.BEHIND),
  LOSS_NOT_RESTORED(Layer.STREAM, "org.variometer.kairos.KairosWriter", "restore", When.BEFORE),
  LOSS_RESTORED(Layer.STREAM, "org.variometer.kairos.KairosWriter", "restore", When.BEHIND),
  NOT_COMMITTED(Layer.STREAM, "Control", "commit", When.BEFORE),
  COMMITTED(Layer.STREAM, "Control", "commit", When.BEHIND),
  RIGHT_CLAIMED(Layer.STREAM, "Control", "claim", When.BEHIND),
  CHECKPOINT_SET_ASIDE(Layer.STREAM, "snapshot.ClosedFolder", "setAside", When.BEHIND),
  TRY_NOTED(Layer.STREAM, "Checkpoints", "noteTry", When.BEHIND),
  ORIGIN_NOTED(Layer.STREAM, "Checkpoints", "noteOrigin", When.BEHIND),
  OFFSETS_PREPARED(Layer.STREAM, "Control", "prepare", When.BEHIND),
  CATCH_UP_NOTED(Layer.STREAM, "Control", "catchUp", When.BEHIND),
  NOT_RECONCILED(Layer.STREAM, "Reconciliation", "settle", When.BEFORE),
  RECONCILED(Layer.STREAM, "Control", "caughtUp", When.BEFORE),
  REJECTED_NOT_KEPT(Layer.STREAM, "DeadLetters", "flush", When.BEFORE),
  REJECTED_KEPT(Layer.STREAM, "DeadLetters", "flush", When.BEHIND),
  SNAPSHOT_BEGUN(Layer.STREAM, "snapshot.Snapshots", "begin", When.BEHIND),
  SNAPSHOT_SOME_WRITTEN(Layer.STREAM, "snapshot.WriteBlobs", "call", When.BEHIND),
  SNAPSHOT_NOT_PUBLISHED(Layer.STREAM, "snapshot.Snapshots", "publish", When.BEFORE),
  SNAPSHOT_PUBLISHED(Layer.STREAM, "snapshot.Snapshots", "publish", When.BEHIND),
  SNAPSHOT_CLEANED(Layer.STREAM, "snapshot.Snapshots", "clean", When.BEHIND),
  LAST_POINTS_NOT_SURE(Layer.STREAM, "org.variometer.kairos.KairosWriter", "finish", When.BEFORE),
  LAST_SNAPSHOT_NOT_TAKEN(Layer.STREAM, "LiveState", "keepLast", When.BEFORE),
  RIGHT_NOT_RELEASED(Layer.STREAM, "Control", "release", When.BEFORE),
  RIGHT_RELEASED(Layer.STREAM, "Control", "release", When.BEHIND),
  LOG_COPIED(Layer.BATCH, "landing.LogCopy", "run", When.BEHIND),
  FILE_PUBLISHED(Layer.BATCH, "org.variometer.files.PublishedFile", "publish", When.BEHIND),
  LANDED(Layer.BATCH, "landing.LandedSlots", "publish", When.BEHIND),
  SOME_ROWS_WRITTEN(Layer.BATCH, "org.variometer.store.table.TableFiles", "write", When.BEHIND),
  ROWS_NOT_MOVED(Layer.BATCH, "run.Attempts", "move", When.BEFORE),
  SOME_ROWS_MOVED(Layer.BATCH, "run.Attempts", "moveFile", When.BEHIND),
  ROWS_MOVED(Layer.BATCH, "run.Attempts", "move", When.BEHIND),
  PARTITIONS_ADDED(Layer.BATCH, "SlotPublisher", "addPartitions", When.BEHIND),
  SLOT_NOT_PUBLISHED(
      Layer.BATCH, "org.variometer.store.manifest.Manifests", "publish", When.BEFORE),
  SLOT_PUBLISHED(Layer.BATCH, "org.variometer.store.manifest.Manifests", "publish", When.BEHIND),
  ATTEMPT_DISCARDED(Layer.BATCH, "run.Attempts", "discard", When.BEHIND),
  SEAL_NOT_ANNOUNCED(Layer.BATCH, "seal.ZooKeeperTakeover", "take", When.BEFORE),
  SEAL_ANNOUNCED(Layer.BATCH, "org.variometer.control.Seal", "announce", When.BEHIND),
  BUCKETS_TAKEN(Layer.BATCH, "seal.ZooKeeperTakeover", "take", When.BEHIND),
  SOME_TOTALS_SENT(Layer.BATCH, "org.variometer.kairos.Connection", "send", When.BEHIND),
  TOTALS_WRITTEN(Layer.BATCH, "seal.ZooKeeperTakeover", "sealed", When.BEFORE),
  SEALED(Layer.BATCH, "seal.ZooKeeperTakeover", "sealed", When.BEHIND),
  WRITTEN_MARKED(
      Layer.BATCH, "org.variometer.store.manifest.Manifests", "markWritten", When.BEHIND),
  BATCH_CLEANED(Layer.BATCH, "Housekeeping", "clean", When.BEHIND);

  private static final String VARIOMETER = "org.variometer.";

  private final Layer layer;
  private final String type;
  private final String method;
  private final When when;

  CrashPoint(Layer layer, String type, String method, When when) {
    this.layer = layer;
    this.type = type;
    this.method = method;
    this.when = when;
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

  /** Whether only a stream comes by that begins without its checkpoint. */
  public boolean isBehindLostCheckpoint() {
    return this == ORIGIN_NOTED
        || this == CATCH_UP_NOTED
        || this == NOT_RECONCILED
        || this == RECONCILED;
  }

  /** Whether only a stream comes by that has another configuration than the one before. */
  public boolean isBehindOtherConfiguration() {
    return this == CHECKPOINT_SET_ASIDE;
  }

  /** Whether only a stream comes by that finds what it wrote gone from the database. */
  public boolean isBehindLostPoints() {
    return this == LOSS_NOT_RESTORED || this == LOSS_RESTORED;
  }

  /** Whether only a stream comes by that is stopped gracefully. */
  public boolean isOfStop() {
    return this == LAST_POINTS_NOT_SURE || this == LAST_SNAPSHOT_NOT_TAKEN || isOfRelease();
  }

  /** Whether only a stream comes by that gives its right to write back. */
  public boolean isOfRelease() {
    return this == RIGHT_NOT_RELEASED || this == RIGHT_RELEASED;
  }

  /**
   * Whether a process comes by again and again, within a slot or from micro-batch to micro-batch.
   */
  public boolean isOften() {
    return switch (this) {
      case CHECKPOINT_NOT_AWAITED,
          CHECKPOINT_KEPT,
          POINTS_NOT_SENT,
          SOME_POINTS_SENT,
          POINTS_SENT,
          CANARY_NOT_READ_BACK,
          CANARY_READ_BACK,
          NOT_COMMITTED,
          COMMITTED,
          REJECTED_NOT_KEPT,
          REJECTED_KEPT,
          SNAPSHOT_SOME_WRITTEN,
          FILE_PUBLISHED,
          SOME_ROWS_WRITTEN,
          SOME_ROWS_MOVED,
          SOME_TOTALS_SENT ->
          true;
      default -> false;
    };
  }

  /** What people call it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
