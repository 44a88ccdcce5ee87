package org.variometer.batch.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.batch.landing.LandedRecord;
import org.variometer.config.VariometerConfig;
import org.variometer.spark.Rules;
import org.variometer.store.manifest.TableFile;
import org.variometer.store.rows.Origin;
import org.variometer.store.rows.RejectedRow;
import org.variometer.store.table.TableFiles;

/** What is no beacon is written down, however much of it there is (spec §1). */
class ReadRecordsTest {
  private static final int RECORDS = 10;
  private static final String RUN = "20261120T1030Z-run";

  @TempDir private Path folder;

  @Test
  void aTaskWritesRejectedRecordsInAsManyFilesAsItTakes() throws Exception {
    Rules rules = new Rules(VariometerConfig.load(Optional.empty(), Map.of()));
    RunFiles files = new RunFiles(folder.toString(), new Origin("slot", RUN), "");
    ReadRecords read = new ReadRecords(rules, files, 1, "2026-11-20", 3, 1);
    TaskReport report = TaskReport.NONE;
    try (JavaSparkContext spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[1]")
                .setAppName("read")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.ui.enabled", "false"))) {
      List<byte[]> reports =
          spark
              .parallelize(IntStream.range(0, RECORDS).boxed().toList(), 1)
              .map(i -> new LandedRecord(0, i, new byte[0], ("no beacon " + i).getBytes(UTF_8)))
              .mapPartitions(read)
              .map(part -> part._2())
              .filter(part -> !Parcel.isPacket(part))
              .collect();
      for (byte[] part : reports) {
        report = report.plus(Parcel.report(part));
      }
    }
    assertThat(report.files()).hasSize(4).doesNotHaveDuplicates();
    assertThat(rejected(report.files()))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, RECORDS).mapToObj(i -> "no beacon " + i).toList());
  }

  private List<String> rejected(List<TableFile> files) throws IOException {
    List<String> texts = new ArrayList<>();
    for (TableFile file : files) {
      try (TableFiles<RejectedRow>.RowReader rows =
          new TableFiles<>(RejectedRow.TABLE, new Configuration())
              .open(Attempts.path(folder.toString(), RUN, file.path()))) {
        while (rows.hasNext()) {
          texts.add(new String(rows.next().payload(), UTF_8));
        }
      }
    }
    return texts;
  }
}
