package org.variometer.batch.landing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.variometer.config.KafkaSettings;
import org.variometer.spark.SparkJob;
import org.variometer.spark.TaskHadoop;

/** Copies stretches of the log into files. */
final class LogCopy {
  private static final byte[] NOTHING = {};

  private final JavaSparkContext spark;
  private final KafkaSettings kafka;

  LogCopy(JavaSparkContext spark, KafkaSettings kafka) {
    this.spark = spark;
    this.kafka = kafka;
  }

  /**
   * Copies.
   *
   * @param folder the slot's folder
   * @param attempt the folder below it to write to
   * @param from by partition the offset of the first record
   * @param until by partition the offset behind the last record
   * @return the files, which have exactly these records
   */
  List<LandedFile> run(
      String folder, String attempt, SortedMap<Integer, Long> from, SortedMap<Integer, Long> until)
      throws IOException {
    List<OffsetRange> ranges = new ArrayList<>();
    from.forEach(
        (p, first) -> {
          if (first < until.get(p)) {
            ranges.add(OffsetRange.create(kafka.beacons(), p, first, until.get(p)));
          }
        });
    if (ranges.isEmpty()) {
      return List.of();
    }
    OffsetRange[] byTask = ranges.toArray(OffsetRange[]::new);
    JavaRDD<ConsumerRecord<byte[], byte[]>> records =
        KafkaUtils.createRDD(
            spark, consumerProperties(kafka), byTask, LocationStrategies.PreferConsistent());
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
    LandedFile file = new RecordFiles(TaskHadoop.get()).write(folder, name, partition, landed);
    return List.of(file.toBytes()).iterator();
  }
}
