package org.variometer.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.local.BeaconFile;
import org.variometer.services.S3Service;
import org.variometer.services.ServiceOptions;
import org.variometer.slot.Slot;

/**
 * In an object store, which can't rename: what is published once stands, and nothing else shows.
 */
class S3SlotsTest {
  private static final String S3A = "variometer.batch.spark.\"spark.hadoop.fs.s3a.";

  @TempDir private Path folder;

  @Test
  void anObjectStoreKeepsWhatTheBatchKeeps() throws Exception {
    List<Line> traffic = Traffic.of(5, 600, Duration.ofHours(5));
    SortedMap<Slot, List<String>> slots = BatchWorld.slots(traffic, Duration.ofHours(4));
    List<Slot> order = new ArrayList<>(slots.keySet());
    try (BatchWorld world = new BatchWorld(folder);
        S3Service s3 = new S3Service(ServiceOptions.in(folder.resolve("s3")).withBriefLife())) {
      s3.start();
      Config config =
          world.config(
              Optional.empty(),
              Map.of(
                  // This server takes no tag of a version without quotation marks.
                  S3A + "change.detection.mode\"",
                  "client",
                  "variometer.batch.slot-length",
                  "4h",
                  "variometer.session.max-beacons",
                  Integer.toString(Traffic.MAX_BEACONS),
                  "variometer.batch.directory",
                  "s3a://" + S3Service.BUCKET + "/batch",
                  "variometer.batch.spark.\"spark.hadoop.javax.jdo.option.ConnectionURL\"",
                  "jdbc:derby:;databaseName=" + folder.resolve("tables") + ";create=true",
                  S3A + "endpoint\"",
                  s3.url().toString(),
                  S3A + "path.style.access\"",
                  "true",
                  S3A + "aws.credentials.provider\"",
                  "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider"));
      Slot first = order.get(0);
      List<BeaconFile> files = List.of(world.file(slots.get(first)));
      MortalTakeover mortal = new MortalTakeover();
      try (BatchApp app = BatchApp.start(config, mortal, note -> {})) {
        mortal.dieAt("confirm", MortalTakeover.LAST_CONFIRMATION);
        assertThatThrownBy(() -> app.run(first, files, bytes -> {}))
            .hasMessageContaining("confirm");
        assertThat(app.newest()).isEmpty();
        mortal.dieAt("take");
        assertThatThrownBy(() -> app.run(first, files, bytes -> {})).hasMessageContaining("take");
        assertThat(app.newest()).contains(first);
      }
      List<String> all = traffic.stream().map(Line::text).toList();
      try (BatchApp app = BatchApp.start(config, world.alone(), note -> {})) {
        for (Slot slot : order.subList(1, order.size())) {
          app.run(slot, List.of(world.file(slots.get(slot))), bytes -> {});
        }
        app.finish(order.get(order.size() - 1).next(), List.of(), bytes -> {});
        assertThat(
                SparkSession.active()
                    .sql("SELECT SUM(visits) FROM variometer.sessions")
                    .first()
                    .getLong(0))
            .isEqualTo(world.report(config, all).accounting().counts().visits());
      }
      assertThat(world.exported(config)).containsExactlyElementsOf(world.computed(config, all));
    }
  }
}
