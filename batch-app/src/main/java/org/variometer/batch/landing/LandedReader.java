package org.variometer.batch.landing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.TaskCompletionListener;
import org.variometer.spark.SparkJob;
import org.variometer.spark.TaskHadoop;

/** Reads the files of a slot that has landed, each in a task of its own. */
final class LandedReader {
  private final JavaSparkContext spark;
  private final String folder;

  /** Of the slot in this folder. */
  LandedReader(JavaSparkContext spark, String folder) {
    this.spark = spark;
    this.folder = folder;
  }

  /** All records, or a failure. */
  LandedRecords whole(Landed landed) {
    return of(landed, landed.files(), landed.lost(), true);
  }

  /** The records before the damage, where files are damaged. */
  LandedRecords readable(Landed landed) throws IOException {
    String ofSlot = folder;
    List<byte[]> parts = landed.files().stream().map(LandedFile::toBytes).toList();
    List<LandedFile> readable =
        SparkJob.run(
                () ->
                    spark
                        .parallelize(parts, Math.max(1, parts.size()))
                        .map(file -> readable(ofSlot, LandedFile.ofBytes(file)).toBytes())
                        .collect())
            .stream()
            .map(LandedFile::ofBytes)
            .filter(file -> file.records() > 0)
            .toList();
    long lost = landed.records() - readable.stream().mapToLong(LandedFile::records).sum();
    return of(landed, readable, landed.lost() + lost, lost == 0);
  }

  private LandedRecords of(Landed landed, List<LandedFile> files, long lost, boolean whole) {
    String ofSlot = folder;
    List<byte[]> parts = files.stream().map(LandedFile::toBytes).toList();
    JavaRDD<LandedRecord> records =
        spark
            .parallelize(parts, Math.max(1, parts.size()))
            .flatMap(file -> read(ofSlot, LandedFile.ofBytes(file), whole));
    SortedMap<Integer, List<Long>> offsets = new TreeMap<>();
    landed.from().forEach((p, first) -> offsets.put(p, List.of(first, landed.until().get(p))));
    return new LandedRecords(
        records, offsets, landed.topic(), lost, landed.begin(), landed.seconds());
  }

  private static LandedFile readable(String folder, LandedFile file) throws IOException {
    Path path = new Path(folder, file.path());
    return file.withRecords(new RecordFiles(TaskHadoop.get()).readable(path, file));
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
}
