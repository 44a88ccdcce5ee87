package org.variometer.batch.landing;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.variometer.batch.BatchException;
import org.variometer.config.VariometerConfig;
import org.variometer.local.BeaconFile;
import org.variometer.shard.SessionUpdater;
import org.variometer.slot.Slot;
import org.variometer.store.manifest.Permit;
import org.variometer.store.manifest.Seconds;

/**
 * Lets slots land: copies the records of the log, each slot's once, into files that are never
 * changed. A slot has landed when {@code landed.json} in its folder is published, which names its
 * files and offsets; files that it does not name are of attempts that died.
 */
public final class Landing {
  private static final Logger LOG = LoggerFactory.getLogger(Landing.class);

  private final JavaSparkContext spark;
  private final VariometerConfig config;
  private final Permit<BatchException> permit;
  private final PublishedEnds ends;
  private final boolean allowDataLoss;
  private final InstantSource clock;
  private final LandedSlots slots;

  /**
   * Lands below {@code variometer.batch.directory}.
   *
   * @param permit asked before something is published
   * @param ends where slots end of which what landed is gone
   * @param allowDataLoss whether to go on where the log no longer has all of a slot
   * @param clock says what is from the future
   * @throws IOException if that can't be reached
   */
  public Landing(
      JavaSparkContext spark,
      VariometerConfig config,
      Permit<BatchException> permit,
      PublishedEnds ends,
      boolean allowDataLoss,
      InstantSource clock)
      throws IOException {
    this.spark = spark;
    this.config = config;
    this.permit = permit;
    this.ends = ends;
    this.allowDataLoss = allowDataLoss;
    this.clock = clock;
    this.slots = new LandedSlots(config.batch().directory(), spark.hadoopConfiguration());
  }

  /**
   * Lets a slot land, unless it has: per partition the records from the end of the slot before up
   * to the first with a timestamp from the slot's end on (spec §5). Done again after a kill at any
   * step it comes to the same.
   *
   * @return the number of records in it
   * @throws BatchException if the slot before has not landed, or Kafka does not have all of it
   */
  public long land(Slot slot) throws BatchException, IOException {
    Optional<Landed> known = slots.known(slot);
    if (known.isPresent()) {
      slots.removeDead(slot, known.get());
      return known.get().records();
    }
    long start = System.nanoTime();
    Optional<LogEnd> before = before(slot);
    LogOffsets log = new LogOffsets(config.kafka(), clock);
    SortedMap<Integer, Long> ends = before.map(LogEnd::offsets).orElse(new TreeMap<>());
    LogOffsets.Bounds first = log.of(slot, ends);
    boolean another = before.isPresent() && before.get().isOfAnotherThan(first.topic());
    if (another) {
      requireLossAllowed(slot, before.get().topic(), first);
    }
    LogOffsets.Bounds bounds = another ? log.of(slot, first.since()) : first;
    SortedMap<Integer, Long> from = new TreeMap<>(bounds.earliest());
    long lost = before.isEmpty() ? 0 : goOn(slot, another ? first.since() : ends, bounds, from);
    SortedMap<Integer, Long> until = new TreeMap<>();
    from.forEach((p, begin) -> until.put(p, Math.max(begin, bounds.until().get(p))));
    String attempt = attempt();
    List<LandedFile> files =
        new LogCopy(spark, config.kafka()).run(slots.folder(slot).toString(), attempt, from, until);
    boolean isFirst = before.isEmpty();
    return publish(
        new Landed(
            slot.name(),
            slot.length().toMinutes(),
            isFirst,
            isFirst ? bounds.begin() : 0,
            from,
            until,
            bounds.topic(),
            List.of(),
            lost,
            Seconds.since(start),
            files),
        slot);
  }

  /** Where the slot before ends in the log; empty if there is none. */
  private Optional<LogEnd> before(Slot slot) throws BatchException, IOException {
    Optional<LogEnd> published = ends.of(slot.previous());
    return slots.before(slot, published.isPresent()).map(Landed::end).or(() -> published);
  }

  /** Offsets say nothing of another topic, also if it has the same records in another order. */
  private void requireLossAllowed(Slot slot, String topic, LogOffsets.Bounds bounds)
      throws BatchException {
    Instant since = slot.begin().minusMillis(SessionUpdater.ALLOWED_DISORDER);
    if (!allowDataLoss) {
      throw new BatchException(
          "topic "
              + config.kafka().beacons()
              + " at "
              + config.kafka().bootstrapServers()
              + " is another one (id "
              + bounds.topic()
              + ") than the slot before "
              + slot
              + " has landed from (id "
              + topic
              + "): it was made anew, or is another region's (see"
              + " variometer.kafka.bootstrap-servers). To go on with its records from "
              + since
              + " on, of which those that have landed already count as duplicates:"
              + " --allow-data-loss");
    }
    LOG.warn(
        "topic {} is another one than the slot before has landed from: slot {} begins with its"
            + " records from {} on",
        config.kafka().beacons(),
        slot,
        since);
  }

  /** The same for all partitions. */
  private long goOn(
      Slot slot,
      SortedMap<Integer, Long> ends,
      LogOffsets.Bounds bounds,
      SortedMap<Integer, Long> from)
      throws BatchException {
    SortedMap<Integer, Long> all = new TreeMap<>(ends);
    // Of those that are new nobody has read anything yet.
    bounds.earliest().keySet().forEach(partition -> all.putIfAbsent(partition, 0L));
    long lost = 0;
    for (Map.Entry<Integer, Long> end : all.entrySet()) {
      lost += goOn(slot, end.getKey(), end.getValue(), bounds, from);
    }
    return lost;
  }

  /**
   * Finds out where a partition's records of the slot begin, where the slot before has an end.
   *
   * @return how many of its records at least are gone
   */
  private long goOn(
      Slot slot, int partition, long end, LogOffsets.Bounds bounds, SortedMap<Integer, Long> from)
      throws BatchException {
    Long first = bounds.earliest().get(partition);
    if (first != null && first <= end && bounds.latest().get(partition) >= end) {
      from.put(partition, end);
      return 0;
    }
    if (!allowDataLoss) {
      throw new BatchException(
          "partition "
              + partition
              + " of topic "
              + config.kafka().beacons()
              + (first == null
                  ? " is gone"
                  : " has the offsets from " + first + " to " + bounds.latest().get(partition))
              + ", but slot "
              + slot
              + " begins with "
              + end
              + ": what lay between is gone, or the topic was made anew. To go on with what there"
              + " is: --allow-data-loss");
    }
    if (first != null && bounds.latest().get(partition) < end) {
      from.put(partition, bounds.since().get(partition));
      LOG.warn(
          "partition {} of topic {} has fewer records than have landed: slot {} begins with"
              + " offset {}",
          partition,
          config.kafka().beacons(),
          slot,
          from.get(partition));
    }
    return first == null ? 0 : Math.max(0, first - end);
  }

  /**
   * Lets a slot land out of files of beacons instead of the log, unless it has, out of the same
   * records. The log goes on with the next slot, where the slot before has ended.
   *
   * @param inputs JSON-lines files
   * @param skipCorrupt whether of a file that is damaged the beginning will do
   * @param bytesRead told of progress in bytes of the files
   * @return the number of records in it
   * @throws BatchException if it has landed out of others, or the slot before has not landed
   * @throws IOException with a message that names a file that can't be read
   */
  public long land(Slot slot, List<BeaconFile> inputs, boolean skipCorrupt, LongConsumer bytesRead)
      throws BatchException, IOException {
    InputFiles files = new InputFiles(inputs, skipCorrupt, bytesRead);
    Optional<Landed> known = slots.known(slot);
    if (known.isPresent()) {
      files.readThrough();
      requireSame(slot, known.get(), files.read());
      slots.removeDead(slot, known.get());
      return known.get().records();
    }
    long start = System.nanoTime();
    Optional<LogEnd> before = before(slot);
    LogEnd end = before.orElse(new LogEnd("", new TreeMap<>()));
    String attempt = attempt();
    List<LandedFile> written =
        files.copy(new RecordFiles(spark.hadoopConfiguration()), slots.folder(slot), attempt);
    return publish(
        new Landed(
            slot.name(),
            slot.length().toMinutes(),
            before.isEmpty(),
            0,
            end.offsets(),
            end.offsets(),
            end.topic(),
            files.read(),
            files.damaged(),
            Seconds.since(start),
            written),
        slot);
  }

  private void requireSame(Slot slot, Landed known, List<LandedInput> given) throws BatchException {
    if (!known.isOutOf(given)) {
      throw new BatchException(
          "slot "
              + slot
              + " has landed already below "
              + slots.root()
              + ", out of "
              + (known.inputs().isEmpty() ? "the log" : "other records, of " + known.inputs())
              + ": give "
              + given
              + " another slot");
    }
  }

  private static String attempt() {
    return "attempt-" + UUID.randomUUID();
  }

  private long publish(Landed landed, Slot slot) throws BatchException, IOException {
    permit.confirm();
    slots.publish(slot, landed);
    return landed.records();
  }

  /**
   * Makes sure that nothing of the log is left behind a slot that has landed.
   *
   * @throws BatchException if something is
   */
  public void requireEndOfLog(Slot slot) throws BatchException, IOException {
    Landed landed = slots.required(slot);
    LogOffsets.Bounds bounds = new LogOffsets(config.kafka(), clock).of(slot, landed.until());
    long more = 0;
    for (Map.Entry<Integer, Long> last : bounds.latest().entrySet()) {
      more += Math.max(0, last.getValue() - landed.until().getOrDefault(last.getKey(), 0L));
    }
    if (more > 0) {
      throw new BatchException(
          "slot "
              + slot
              + " can't be the last of all: the log has "
              + more
              + " records behind it. When it has ended, --catch-up --final runs it as any slot and"
              + " the one behind it as the last; whoever sends must have stopped by then");
    }
  }

  /**
   * Makes sure that a slot has landed.
   *
   * @throws BatchException if it has not, or did when slots had another length
   */
  public void requireLanded(Slot slot) throws BatchException, IOException {
    Landed unused = slots.required(slot);
  }

  /** Whether a slot has landed. */
  public boolean hasLanded(Slot slot) throws IOException {
    return slots.of(slot).isPresent();
  }

  /** Whether a slot has landed as the first of all. */
  public boolean isFirst(Slot slot) throws IOException {
    return slots.of(slot).filter(Landed::first).isPresent();
  }

  /** The first slot that has landed and is still there. */
  public Optional<Slot> earliest() throws IOException {
    return slots.earliest(config.batch().slotLength());
  }

  /**
   * The records of a slot that has landed. If a file is damaged, whoever reads them fails with a
   * message that names it.
   *
   * @throws BatchException if it has not
   */
  public LandedRecords records(Slot slot) throws BatchException, IOException {
    return reader(slot).whole(slots.required(slot));
  }

  /**
   * The records of a slot that has landed, as far as they can be read.
   *
   * @throws BatchException if it has not
   */
  public LandedRecords readable(Slot slot) throws BatchException, IOException {
    return reader(slot).readable(slots.required(slot));
  }

  private LandedReader reader(Slot slot) {
    return new LandedReader(spark, slots.folder(slot).toString());
  }
}
