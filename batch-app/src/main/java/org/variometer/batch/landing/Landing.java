package org.variometer.batch.landing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.apache.spark.util.TaskCompletionListener;
import org.variometer.batch.BatchException;
import org.variometer.batch.files.PublishedFile;
import org.variometer.batch.files.SparkJob;
import org.variometer.batch.files.TaskHadoop;
import org.variometer.config.KafkaSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.local.BeaconFile;
import org.variometer.slot.Slot;

/**
 * Lets slots land: copies the records of the log, each slot's once, into files that are never
 * changed. A slot has landed when {@code landed.json} in its folder is published, which names its
 * files and offsets; files that it does not name are of attempts that died.
 */
public final class Landing {
  private static final String FOLDER = "landing";
  private static final String PUBLISHED = "landed.json";
  private static final byte[] NOTHING = {};

  private final JavaSparkContext spark;
  private final VariometerConfig config;
  private final FileSystem files;
  private final Path root;

  /**
   * Lands below {@code variometer.batch.directory}.
   *
   * @throws IOException if that can't be reached
   */
  public Landing(JavaSparkContext spark, VariometerConfig config) throws IOException {
    this.spark = spark;
    this.config = config;
    this.root = new Path(config.batch().directory(), FOLDER);
    this.files = root.getFileSystem(spark.hadoopConfiguration());
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
    Optional<Landed> known = landed(slot);
    if (known.isPresent()) {
      return known.get().records();
    }
    LogOffsets.Bounds bounds = new LogOffsets(config.kafka()).until(slot.end());
    SortedMap<Integer, Long> from = from(slot, bounds);
    SortedMap<Integer, Long> until = new TreeMap<>();
    from.forEach((p, first) -> until.put(p, Math.max(first, bounds.until().get(p))));
    String attempt = "attempt-" + UUID.randomUUID();
    Landed landed =
        new Landed(
            slot.name(),
            slot.length().toMinutes(),
            from,
            until,
            List.of(),
            copy(slot, attempt, from, until));
    published(slot).publish(landed.toJson());
    removeAttemptsBut(slot, attempt);
    return landed.records();
  }

  /**
   * Lets a slot land out of files of beacons instead of the log, unless it has, out of the same.
   * The log goes on with the next slot, where the slot before has ended.
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
    List<String> names = inputs.stream().map(BeaconFile::name).toList();
    Optional<Landed> known = landed(slot);
    if (known.isPresent()) {
      if (!known.get().inputs().equals(names)) {
        throw new BatchException(
            "slot "
                + slot
                + " has landed already below "
                + root
                + (known.get().inputs().isEmpty() ? "" : ", out of " + known.get().inputs())
                + ": give the files another slot");
      }
      return known.get().records();
    }
    Optional<Landed> before = landed(slot.previous());
    if (before.isEmpty()) {
      requireFirst(slot);
    } else {
      requireSameLength(slot, before.get());
    }
    SortedMap<Integer, Long> offsets = before.map(Landed::until).orElse(new TreeMap<>());
    String attempt = "attempt-" + UUID.randomUUID();
    List<LandedFile> written =
        new InputFiles(new RecordFiles(spark.hadoopConfiguration()), folder(slot), attempt)
            .write(inputs, skipCorrupt, bytesRead);
    Landed landed =
        new Landed(slot.name(), slot.length().toMinutes(), offsets, offsets, names, written);
    published(slot).publish(landed.toJson());
    removeAttemptsBut(slot, attempt);
    return landed.records();
  }

  /** Whether a slot has landed. */
  public boolean hasLanded(Slot slot) throws IOException {
    return landed(slot).isPresent();
  }

  /**
   * The records of a slot that has landed, file by file. If a file is damaged, whoever reads them
   * fails with a message that names it.
   *
   * @throws BatchException if it has not
   */
  public LandedRecords records(Slot slot) throws BatchException, IOException {
    Landed landed = required(slot);
    return new LandedRecords(records(slot, landed.files(), true), offsets(landed), 0);
  }

  private static SortedMap<Integer, List<Long>> offsets(Landed landed) {
    SortedMap<Integer, List<Long>> offsets = new TreeMap<>();
    landed.from().forEach((p, first) -> offsets.put(p, List.of(first, landed.until().get(p))));
    return offsets;
  }

  /**
   * The records of a slot that can be read, where files may be damaged.
   *
   * @param records the records before the damage
   * @param offsets by partition of the log the first offset and that behind the last
   * @param lost how many records there should be besides
   */
  public record LandedRecords(
      JavaRDD<LandedRecord> records, SortedMap<Integer, List<Long>> offsets, long lost) {}

  /**
   * The records of a slot that has landed, as far as they can be read.
   *
   * @throws BatchException if it has not
   */
  public LandedRecords readable(Slot slot) throws BatchException, IOException {
    Landed landed = required(slot);
    String folder = folder(slot).toString();
    List<byte[]> parts = landed.files().stream().map(LandedFile::toBytes).toList();
    List<LandedFile> readable =
        SparkJob.run(
                () ->
                    spark
                        .parallelize(parts, Math.max(1, parts.size()))
                        .map(file -> readable(folder, LandedFile.ofBytes(file)).toBytes())
                        .collect())
            .stream()
            .map(LandedFile::ofBytes)
            .filter(file -> file.records() > 0)
            .toList();
    long lost = landed.records() - readable.stream().mapToLong(LandedFile::records).sum();
    return new LandedRecords(records(slot, readable, lost == 0), offsets(landed), lost);
  }

  private JavaRDD<LandedRecord> records(Slot slot, List<LandedFile> landed, boolean whole) {
    String folder = folder(slot).toString();
    List<byte[]> parts = landed.stream().map(LandedFile::toBytes).toList();
    return spark
        .parallelize(parts, Math.max(1, parts.size()))
        .flatMap(file -> read(folder, LandedFile.ofBytes(file), whole));
  }

  private Landed required(Slot slot) throws BatchException, IOException {
    return landed(slot)
        .orElseThrow(() -> new BatchException("slot " + slot + " has not landed below " + root));
  }

  /** Where each partition's records of the slot begin. */
  private SortedMap<Integer, Long> from(Slot slot, LogOffsets.Bounds bounds)
      throws BatchException, IOException {
    Optional<Landed> before = landed(slot.previous());
    if (before.isEmpty()) {
      requireFirst(slot);
    } else {
      requireSameLength(slot, before.get());
    }
    SortedMap<Integer, Long> from = new TreeMap<>(bounds.earliest());
    if (before.isPresent()) {
      for (Map.Entry<Integer, Long> end : before.get().until().entrySet()) {
        Long first = bounds.earliest().get(end.getKey());
        Long last = bounds.latest().get(end.getKey());
        if (first == null || first > end.getValue() || last < end.getValue()) {
          throw new BatchException(
              "partition "
                  + end.getKey()
                  + " of topic "
                  + config.kafka().beacons()
                  + (first == null ? " is gone" : " has the offsets from " + first + " to " + last)
                  + ", but slot "
                  + slot
                  + " begins with "
                  + end.getValue()
                  + ": what lay between is gone, or the topic was made anew");
        }
        from.put(end.getKey(), end.getValue());
      }
    }
    return from;
  }

  private void requireSameLength(Slot slot, Landed before) throws BatchException {
    if (before.minutes() != slot.length().toMinutes()) {
      throw new BatchException(
          "slots of "
              + before.minutes()
              + " minutes have landed below "
              + root
              + ", this is one of "
              + slot.length().toMinutes()
              + ": set variometer.batch.slot-length back, or name another directory");
    }
  }

  /** A slot without one before it is the first of all: any other's records have a place already. */
  private void requireFirst(Slot slot) throws BatchException, IOException {
    if (!files.exists(root)) {
      return;
    }
    for (FileStatus folder : files.listStatus(root)) {
      Optional<byte[]> json =
          new PublishedFile(files, new Path(folder.getPath(), PUBLISHED)).read();
      if (json.isPresent()) {
        throw new BatchException(
            "slot "
                + slot.previous()
                + " has not landed, but slot "
                + Landed.ofJson(json.get()).slot()
                + " has: slots land one behind the other, of one length"
                + " (variometer.batch.slot-length)");
      }
    }
  }

  private List<LandedFile> copy(
      Slot slot, String attempt, SortedMap<Integer, Long> from, SortedMap<Integer, Long> until)
      throws IOException {
    List<OffsetRange> ranges = new ArrayList<>();
    from.forEach(
        (p, first) -> {
          if (first < until.get(p)) {
            ranges.add(OffsetRange.create(config.kafka().beacons(), p, first, until.get(p)));
          }
        });
    if (ranges.isEmpty()) {
      return List.of();
    }
    OffsetRange[] byTask = ranges.toArray(OffsetRange[]::new);
    String folder = folder(slot).toString();
    JavaRDD<ConsumerRecord<byte[], byte[]>> records =
        KafkaUtils.createRDD(
            spark,
            consumerProperties(config.kafka()),
            byTask,
            LocationStrategies.PreferConsistent());
    return SparkJob.run(
            () ->
                records
                    .mapPartitionsWithIndex(
                        (task, ofTask) -> write(folder, attempt, byTask[task].partition(), ofTask),
                        true)
                    .collect())
        .stream()
        .map(LandedFile::ofBytes)
        .toList();
  }

  private static Map<String, Object> consumerProperties(KafkaSettings kafka) {
    Map<String, Object> properties = kafka.clientProperties();
    properties.put("key.deserializer", ByteArrayDeserializer.class);
    properties.put("value.deserializer", ByteArrayDeserializer.class);
    properties.put("auto.offset.reset", "none");
    properties.put("enable.auto.commit", false);
    properties.put("group.id", "variometer-batch");
    return properties;
  }

  /** A task's file has a name of its own, so that one that is repeated leaves it alone. */
  private static Iterator<byte[]> write(
      String folder,
      String attempt,
      int partition,
      Iterator<ConsumerRecord<byte[], byte[]>> records)
      throws IOException {
    String name =
        attempt + "/partition-" + partition + "-" + TaskContext.get().taskAttemptId() + ".seq";
    Iterator<LandedRecord> landed =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return records.hasNext();
          }

          @Override
          public LandedRecord next() {
            ConsumerRecord<byte[], byte[]> record = records.next();
            return new LandedRecord(
                record.partition(),
                record.timestamp(),
                record.key() == null ? NOTHING : record.key(),
                record.value() == null ? NOTHING : record.value());
          }
        };
    long count = new RecordFiles(TaskHadoop.get()).write(new Path(folder, name), landed);
    return List.of(new LandedFile(name, partition, count).toBytes()).iterator();
  }

  private static LandedFile readable(String folder, LandedFile file) {
    long count = new RecordFiles(TaskHadoop.get()).readable(new Path(folder, file.path()), file);
    return new LandedFile(file.path(), file.partition(), count);
  }

  private static Iterator<LandedRecord> read(String folder, LandedFile file, boolean whole) {
    RecordFiles files = new RecordFiles(TaskHadoop.get());
    Path path = new Path(folder, file.path());
    RecordFiles.Records records = whole ? files.read(path, file) : files.readBeginning(path, file);
    TaskContext.get()
        .addTaskCompletionListener(
            (TaskCompletionListener)
                ended -> {
                  try {
                    records.close();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    return records;
  }

  private void removeAttemptsBut(Slot slot, String attempt) throws IOException {
    for (FileStatus other : files.listStatus(folder(slot))) {
      if (other.isDirectory() && !other.getPath().getName().equals(attempt)) {
        files.delete(other.getPath(), true);
      }
    }
  }

  private Optional<Landed> landed(Slot slot) throws IOException {
    Optional<byte[]> json = published(slot).read();
    return json.isEmpty() ? Optional.empty() : Optional.of(Landed.ofJson(json.get()));
  }

  private PublishedFile published(Slot slot) {
    return new PublishedFile(files, new Path(folder(slot), PUBLISHED));
  }

  private Path folder(Slot slot) {
    return new Path(root, slot.folder());
  }
}
