package org.variometer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.variometer.config.VariometerConfig;
import org.variometer.local.BeaconFile;
import org.variometer.local.LocalVisitors;
import org.variometer.readout.VisitorHistory;
import org.variometer.slot.Slot;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.Manifests;
import org.variometer.store.manifest.TableFile;
import org.variometer.store.manifest.TableFolders;
import org.variometer.store.rows.CustomNames;
import org.variometer.store.rows.Days;
import org.variometer.store.rows.Origin;
import org.variometer.store.rows.VisitorDayRow;
import org.variometer.store.table.TableFiles;
import org.variometer.visitor.VisitorDayKey;

/** A slot's visitors, published as the batch would, without Spark. */
final class PublishedVisitors {
  private static final int BUCKETS = 3;
  private static final Slot SLOT =
      Slot.named("2026-11-21T00:00Z", Duration.ofMinutes(30)).orElseThrow();

  private PublishedVisitors() {}

  /** Publishes the visitors of a file of beacons. */
  static void publish(Path beacons, Path directory) throws IOException {
    VariometerConfig config =
        VariometerConfig.from(VariometerConfig.load(Optional.empty(), Map.of()));
    CustomNames names = new CustomNames(config.catalog());
    Origin origin = new Origin(SLOT.name(), SLOT.folder() + "-r");
    LocalVisitors.Found found =
        new LocalVisitors(config, 1).run(List.of(new BeaconFile(beacons.toString())), bytes -> {});
    Map<String, List<VisitorDayRow>> rows = new TreeMap<>();
    for (VisitorHistory visitor : found.visitors()) {
      for (VisitorHistory.Day day : visitor.days()) {
        VisitorDayKey key = new VisitorDayKey(visitor.site(), visitor.visitorId(), day.epochDay());
        String file = Days.name(key.epochDay()) + " " + Long.remainderUnsigned(key.hash(), BUCKETS);
        rows.computeIfAbsent(file, f -> new ArrayList<>())
            .add(VisitorDayRow.of(key, day.visits(), names, origin));
      }
    }
    List<TableFile> written = new ArrayList<>();
    for (Map.Entry<String, List<VisitorDayRow>> file : rows.entrySet()) {
      String[] dayAndBucket = file.getKey().split(" ", 2);
      written.add(
          write(
              directory,
              dayAndBucket[0],
              Integer.parseInt(dayAndBucket[1]),
              origin,
              file.getValue()));
    }
    new Manifests(directory.toString(), SLOT.length(), new Configuration())
        .publish(
            SLOT,
            new Manifest(
                SLOT.name(),
                origin.run(),
                SLOT.length().toMinutes(),
                BUCKETS,
                new TreeMap<>(),
                "",
                new Manifest.Sealing(0, 0, 0, 0),
                found.accounting(),
                found.accounting(),
                0,
                new TreeMap<>(),
                new Manifest.RanWith("", "", "{}", ""),
                new TreeMap<>(),
                written,
                List.of(),
                SLOT.folder()));
  }

  private static TableFile write(
      Path directory, String day, int bucket, Origin origin, List<VisitorDayRow> rows)
      throws IOException {
    String table = VisitorDayRow.TABLE.name();
    String path = TableFolders.path(table, day, origin.run(), bucket, 0, 0, 0);
    rows.sort(VisitorDayRow.TABLE.order());
    new TableFiles<>(VisitorDayRow.TABLE, new Configuration())
        .write(new org.apache.hadoop.fs.Path(directory.toString(), path), rows.iterator());
    return new TableFile(table, day, bucket, 0, path, rows.size(), TableFile.NO_ARRIVAL);
  }
}
