package org.variometer.benchmarks.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.variometer.local.Accounting;
import org.variometer.metric.Counter;
import org.variometer.metric.MeasureIds;
import org.variometer.metric.MetricCatalog;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;
import org.variometer.session.SessionCounts;
import org.variometer.slot.Slot;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.TableFile;
import org.variometer.store.manifest.TableFolders;
import org.variometer.store.rows.CustomNames;
import org.variometer.store.rows.Days;
import org.variometer.store.rows.Origin;
import org.variometer.store.rows.VisitorDayRow;
import org.variometer.store.table.TableFiles;
import org.variometer.visitor.VisitorDay;
import org.variometer.visitor.VisitorDayKey;
import org.variometer.visitor.VisitorEntry;

/** Tables of visitors as the batch writes them, each visitor with a row on each of some days. */
final class VisitorTables {
  private static final int FIRST_DAY = Days.epochDay("2026-11-20");
  private static final long DAY = 86_400_000;
  private static final long REVENUE = 25_000_000;
  private static final String SITE = "shop";
  private static final String EXPERIMENT = "checkout";
  private static final Duration SLOT = Duration.ofMinutes(30);

  private final Path folder;
  private final int days;
  private final int buckets;
  private final MetricCatalog catalog;

  VisitorTables(Path folder, int days, int buckets, MetricCatalog catalog) {
    this.folder = folder;
    this.days = days;
    this.buckets = buckets;
    this.catalog = catalog;
  }

  /** Writes them and says what a slot would have published. */
  Manifest write(int visitors) throws IOException {
    Slot slot = Slot.named(Days.name(FIRST_DAY + days) + "T00:00Z", SLOT).orElseThrow();
    Origin origin = new Origin(slot.name(), slot.folder() + "-bench");
    TableFiles<VisitorDayRow> files = new TableFiles<>(VisitorDayRow.TABLE, new Configuration());
    String table = VisitorDayRow.TABLE.name();
    List<TableFile> written = new ArrayList<>();
    for (int bucket = 0; bucket < buckets; bucket++) {
      List<VisitorDayKey> keys = keys(visitors, bucket);
      for (int day = FIRST_DAY; day < FIRST_DAY + days; day++) {
        int of = day;
        String name = Days.name(day);
        String path = TableFolders.path(table, name, origin.run(), bucket, 0, 0, written.size());
        long rows =
            files.write(
                new org.apache.hadoop.fs.Path(folder.toString(), path),
                keys.stream().map(key -> row(key, of, origin)).iterator());
        written.add(new TableFile(table, name, bucket, 0, path, rows, TableFile.NO_ARRIVAL));
      }
    }
    Accounting none = new Accounting(0, Map.of(), 0, SessionCounts.ZERO);
    return new Manifest(
        slot.name(),
        origin.run(),
        SLOT.toMinutes(),
        buckets,
        new TreeMap<>(),
        "",
        new Manifest.Sealing(0, 0, 0, 0),
        none,
        none,
        0,
        new TreeMap<>(),
        new Manifest.RanWith("", "", "{}", ""),
        new TreeMap<>(),
        written,
        List.of(),
        slot.folder());
  }

  private List<VisitorDayKey> keys(int visitors, int bucket) {
    List<VisitorDayKey> keys = new ArrayList<>();
    for (int i = 0; i < visitors; i++) {
      VisitorDayKey key = new VisitorDayKey(SITE, "visitor-" + i, FIRST_DAY);
      if (Long.remainderUnsigned(key.hash(), buckets) == bucket) {
        keys.add(key);
      }
    }
    keys.sort(Comparator.comparingLong(VisitorDayKey::hash));
    return keys;
  }

  private VisitorDayRow row(VisitorDayKey visitor, int epochDay, Origin origin) {
    VisitorDayKey key = new VisitorDayKey(SITE, visitor.visitorId(), epochDay);
    Random random = new Random(visitor.hash() + epochDay);
    String variant = visitor.hash() % 2 == 0 ? "control" : "one_page";
    long entered = epochDay * DAY + random.nextInt((int) DAY);
    boolean orders = random.nextInt(20) == 0;
    int pages = 1 + random.nextInt(8);
    VisitorDay day = new VisitorDay();
    add(day.entry(MetricKey.all(SITE)), entered, pages, orders);
    VisitorEntry assigned =
        day.entry(new MetricKey(SITE, EXPERIMENT, variant, Population.ASSIGNED));
    add(assigned, entered, pages, orders);
    assigned.addMentions(1);
    return VisitorDayRow.of(key, day, new CustomNames(catalog), origin);
  }

  private static void add(VisitorEntry entry, long entered, int pages, boolean orders) {
    entry.addEntry(entered, 1);
    entry.addHour((int) (entered % DAY / 3_600_000), 1);
    entry.add(entered, MeasureIds.of(Counter.VISITS), 1);
    entry.add(entered, MeasureIds.of(Counter.PAGE_VIEWS), pages);
    if (orders) {
      entry.add(entered, MeasureIds.of(Counter.CONVERTED_VISITS), 1);
      entry.add(entered, MeasureIds.of(Counter.ORDERS), 1);
      entry.add(entered, MeasureIds.of(Counter.UNITS), 1);
      entry.add(entered, MeasureIds.of(Counter.REVENUE), REVENUE);
      entry.add(entered, MeasureIds.of(Counter.VISIT_REVENUE), REVENUE);
    }
  }
}
