package org.variometer.benchmarks.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.variometer.batch.BatchApp;
import org.variometer.batch.BatchException;
import org.variometer.benchmarks.ParentWatch;
import org.variometer.config.VariometerConfig;
import org.variometer.local.BeaconFile;
import org.variometer.slot.Slot;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.Manifests;

/**
 * The batch in a JVM of its own, so that its heap is as wanted: makes the records of one slot after
 * the other, and runs them. Says on standard output what each took, a line of JSON each; ends with
 * its parent.
 */
final class BatchChild {
  static final String SLOT = "slot ";

  /** The stage behind the publication: the seal and what is written to the database. */
  static final String WRITING = "writing";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant FIRST = Instant.parse("2026-04-01T00:30:00Z");
  private static final Duration LENGTH = Duration.ofMinutes(30);

  private BatchChild() {}

  /**
   * Runs the slots.
   *
   * @param args the folder for records; of the slots that don't count: their number, sessions and
   *     beacons of each; of the slots that count: their number before and behind those, sessions
   *     and beacons; the share carried over and the share of old sessions; then settings like
   *     variometer.x=y
   */
  public static void main(String[] args) throws Exception {
    ParentWatch.start();
    Map<String, String> options = new TreeMap<>();
    for (int i = 9; i < args.length; i++) {
      int equals = args[i].indexOf('=');
      options.put(args[i].substring(0, equals), args[i].substring(equals + 1));
    }
    Config config = VariometerConfig.load(Optional.empty(), options);
    Path folder = Path.of(args[0]);
    int priorSlots = Integer.parseInt(args[1]);
    int counted = Integer.parseInt(args[4]);
    double carried = Double.parseDouble(args[7]);
    double old = Double.parseDouble(args[8]);
    BatchTraffic prior =
        new BatchTraffic(Integer.parseInt(args[2]), Integer.parseInt(args[3]), carried, 0);
    BatchTraffic measured =
        new BatchTraffic(Integer.parseInt(args[5]), Integer.parseInt(args[6]), carried, old);
    Manifests manifests =
        new Manifests(
            VariometerConfig.from(config).batch().directory(), LENGTH, new Configuration());
    try (BatchApp app = BatchApp.start(config, note -> {})) {
      Slot slot = new Slot(FIRST, LENGTH);
      int begin = 1 + counted;
      int all = priorSlots == 0 ? begin : begin + priorSlots + counted;
      for (int i = 0; i < all; i++) {
        boolean counts = i < begin || i >= begin + priorSlots;
        double seconds = run(app, slot, folder, i, counts ? measured : prior);
        Manifest published = manifests.of(slot).orElseThrow();
        SortedMap<String, Double> stages = new TreeMap<>(published.seconds());
        stages.put(WRITING, manifests.written(published).orElseThrow().seconds());
        SlotFigures figures = new SlotFigures(i + 1, published.counts().read(), seconds, stages);
        System.out.println(SLOT + JSON.writeValueAsString(figures));
        slot = slot.next();
      }
    }
    System.exit(0);
  }

  /** Gives the seconds that it took. */
  private static double run(BatchApp app, Slot slot, Path folder, int number, BatchTraffic traffic)
      throws IOException, BatchException {
    List<Path> files =
        traffic.write(folder, number, slot.begin().toEpochMilli(), LENGTH.toMillis());
    long start = System.nanoTime();
    app.run(slot, files.stream().map(f -> new BeaconFile(f.toString())).toList(), bytes -> {});
    double seconds = (System.nanoTime() - start) / 1e9;
    for (Path file : files) {
      Files.delete(file);
    }
    return seconds;
  }
}
