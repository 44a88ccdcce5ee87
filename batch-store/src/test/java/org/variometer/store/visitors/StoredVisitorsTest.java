package org.variometer.store.visitors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.SessionKey;
import org.variometer.catalogue.ExperimentCatalogue;
import org.variometer.config.VariometerConfig;
import org.variometer.local.Accounting;
import org.variometer.local.BeaconFile;
import org.variometer.local.LocalVisitors;
import org.variometer.metric.BucketTotals;
import org.variometer.readout.ReadoutMetrics;
import org.variometer.readout.Span;
import org.variometer.readout.VisitorHistory;
import org.variometer.readout.VisitorReadout;
import org.variometer.render.JsonReport;
import org.variometer.report.Asked;
import org.variometer.report.ReadoutTally;
import org.variometer.report.Source;
import org.variometer.session.SessionCounts;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;
import org.variometer.slot.Slot;
import org.variometer.slot.SlotUpdater;
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

/** The same beacons give the same readout out of the batch's tables and out of their files. */
class StoredVisitorsTest {
  private static final int BUCKETS = 3;
  private static final int SLOTS = 5;
  private static final int FIRST_DAY = Days.epochDay("2026-11-01");
  private static final int DAYS = 30;
  private static final long DAY = 86_400_000;
  private static final Duration SLOT_LENGTH = Duration.ofMinutes(30);
  private static final Slot FIRST_SLOT = Slot.named("2026-12-01T00:00Z", SLOT_LENGTH).orElseThrow();

  private final VariometerConfig config =
      VariometerConfig.from(
          VariometerConfig.load(
              Optional.empty(),
              Map.of(
                  "variometer.metrics.custom.0.name", "adds",
                  "variometer.metrics.custom.0.event", "add_to_cart",
                  "variometer.metrics.custom.0.measure", "count")));
  private final TableFiles<VisitorDayRow> files =
      new TableFiles<>(VisitorDayRow.TABLE, new Configuration());
  private final Map<VisitorDayKey, VisitorDay> known = new HashMap<>();
  private final Map<SessionKey, SessionState> states = new HashMap<>();
  private final List<TableFile> written = new ArrayList<>();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void tablesAndFilesGiveTheSameReadout(long seed) throws IOException {
    List<String> lines = lines(new Random(seed));
    Path beacons = folder.resolve("beacons.jsonl");
    Files.write(beacons, lines);
    LocalVisitors.Found found =
        new LocalVisitors(config, 2).run(List.of(new BeaconFile(beacons.toString())), bytes -> {});
    assertThat(found.accounting().counts().used()).isEqualTo(lines.size());
    Span span = new Span((FIRST_DAY + 15) * DAY + DAY / 2, (FIRST_DAY + 24) * DAY + DAY / 2);

    List<String> shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, new Random(seed));
    for (int slot = 0; slot < SLOTS; slot++) {
      run(
          slot,
          shuffled.subList(slot * shuffled.size() / SLOTS, (slot + 1) * shuffled.size() / SLOTS));
    }
    // Of days that nobody has written to for long no file is listed.
    Manifest published = manifest(file -> Days.epochDay(file.partition()) >= FIRST_DAY + 10);
    assertThat(published.files()).hasSizeLessThan(written.size());

    List<String> readout = readout(found.visitors().iterator(), span);
    assertThat(readout).hasSizeGreaterThan(20).anyMatch(line -> line.contains(" before ["));
    assertThat(readout(visitors(published, DayRange.of(span)), span)).isEqualTo(readout);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void tablesAndFilesGiveTheSameReport(int threads) throws IOException {
    List<String> lines = lines(new Random(11));
    Path beacons = Files.write(folder.resolve("beacons.jsonl"), lines);
    Collections.shuffle(lines, new Random(12));
    for (int slot = 0; slot < SLOTS; slot++) {
      run(slot, lines.subList(slot * lines.size() / SLOTS, (slot + 1) * lines.size() / SLOTS));
    }
    ReadoutMetrics metrics = new ReadoutMetrics(config.catalog());
    ExperimentCatalogue none = new ExperimentCatalogue(List.of(), metrics);
    Source source = Source.tables(FIRST_SLOT.end(), Map.of());
    ReadoutTally ofFiles = new ReadoutTally(metrics, none, Asked.ALL);
    new LocalVisitors(config, 2)
        .run(List.of(new BeaconFile(beacons.toString())), bytes -> {})
        .visitors()
        .forEach(ofFiles::add);
    StoredVisitors stored =
        new StoredVisitors(
            folder.toString(),
            manifest(file -> true),
            DayRange.of(Span.ALL),
            config.catalog(),
            new Configuration());
    List<Long> steps = new ArrayList<>();
    ReadoutTally ofTables =
        new StoredTally(stored, threads)
            .read(() -> new ReadoutTally(metrics, none, Asked.ALL), steps::add);
    assertThat(steps).hasSize(BUCKETS);
    String expected = JsonReport.write(ofFiles.report(source));
    assertThat(expected).contains("\"experiment\" : \"colour\"", "\"lift\" : {");
    assertThat(JsonReport.write(ofTables.report(source))).isEqualTo(expected);
  }

  @Test
  void rowsOfRunsThatAreNotPublishedDontCount() throws IOException {
    List<String> lines = lines(new Random(7));
    run(0, lines.subList(0, 400));
    List<TableFile> published = List.copyOf(written);
    DayRange all = new DayRange(0, Integer.MAX_VALUE);
    List<String> before = readout(visitors(manifest(published::contains), all), Span.ALL);
    run(1, lines.subList(400, lines.size()));
    assertThat(readout(visitors(manifest(published::contains), all), Span.ALL)).isEqualTo(before);
    assertThat(readout(visitors(manifest(file -> true), all), Span.ALL)).isNotEqualTo(before);
  }

  @Test
  void daysThatNobodyAsksForAreNotRead() throws IOException {
    run(0, lines(new Random(9)));
    int day = FIRST_DAY + 3;
    visitors(manifest(file -> true), new DayRange(day, day + 1))
        .forEachRemaining(
            visitor ->
                assertThat(visitor.days())
                    .isNotEmpty()
                    .allMatch(of -> of.epochDay() == day || of.epochDay() == day + 1));
  }

  @Test
  void aReadoutAsksForTheDaysOfItsSpanTwoWeeksBeforeAndOneBehind() {
    assertThat(DayRange.of(new Span(20 * DAY, 30 * DAY))).isEqualTo(new DayRange(6, 31));
    assertThat(DayRange.of(new Span(20 * DAY - 1, 30 * DAY - 1))).isEqualTo(new DayRange(5, 30));
    assertThat(DayRange.of(Span.ALL)).isEqualTo(new DayRange(0, Integer.MAX_VALUE));
  }

  @Test
  void whereNothingIsPublishedThereIsNobody() throws IOException {
    assertThat(visitors(manifest(file -> true), new DayRange(0, Integer.MAX_VALUE))).isExhausted();
  }

  /** Beacons of a few visitors who come and go over a month. */
  private static List<String> lines(Random random) {
    List<String> lines = new ArrayList<>();
    for (int visit = 0; visit < 150; visit++) {
      int visitor = random.nextInt(25);
      long time = FIRST_DAY * DAY + (long) (random.nextDouble() * DAYS * DAY);
      // Over midnight at times.
      time = random.nextInt(4) == 0 ? time / DAY * DAY + DAY - 600_000 : time;
      for (int i = 0; i <= random.nextInt(6); i++) {
        lines.add(line(visit, i, visitor, time, random));
        time += random.nextInt(1_200_000);
      }
    }
    return lines;
  }

  private static String line(int visit, int i, int visitor, long time, Random random) {
    String kind =
        switch (random.nextInt(4)) {
          case 0 ->
              "'order','order':{'id':'o%d-%d','revenue':'%d.50'}"
                  .formatted(visit, i, random.nextInt(90));
          case 1 -> "'error'";
          case 2 -> "'event','event':{'name':'add_to_cart'}";
          default -> "'pageView'";
        };
    // Nearly always the visitor's own.
    String variant = (visitor + (random.nextInt(20) == 0 ? 1 : 0)) % 2 == 0 ? "control" : "red";
    String mention = "[{'experiment':'colour','variant':'" + variant + "'}]";
    String mentions =
        switch (random.nextInt(5)) {
          case 0 -> ",'qualified':" + mention;
          case 1, 2 -> ",'assigned':" + mention;
          default -> "";
        };
    return String.format(
            Locale.ROOT,
            "{'beaconId':'b%d-%d','sessionId':'s%d','visitorId':'v%d','timestamp':%d,'type':%s%s}",
            visit,
            i,
            visit,
            visitor,
            time,
            kind,
            mentions)
        .replace('\'', '"');
  }

  /** What the batch does in a slot, and the files that it writes. */
  private void run(int slot, List<String> lines) throws IOException {
    Map<SessionKey, List<BeaconRecord>> sessions = new LinkedHashMap<>();
    BeaconDecoder decoder = new BeaconDecoder(config.beaconRules());
    for (String line : lines) {
      byte[] bytes = line.getBytes(UTF_8);
      BeaconRecord record = (BeaconRecord) decoder.decodeLine(bytes, 0, bytes.length);
      sessions.computeIfAbsent(record.session(), session -> new ArrayList<>()).add(record);
    }
    SlotUpdater updater = new SlotUpdater(SessionRules.batch(5000), config.catalog());
    sessions.forEach(
        (session, records) ->
            states.put(
                session,
                updater.update(
                    session, states.getOrDefault(session, SessionState.EMPTY), records)));
    Slot of = slot(slot);
    Origin origin = new Origin(of.name(), of.folder() + "-r");
    Map<String, List<VisitorDayRow>> rows = new TreeMap<>();
    updater
        .visitors()
        .byKey()
        .forEach(
            (key, change) -> {
              VisitorDay day = known.computeIfAbsent(key, k -> new VisitorDay());
              day.apply(key, change, new BucketTotals());
              long bucket = Long.remainderUnsigned(key.hash(), BUCKETS);
              rows.computeIfAbsent(
                      Days.name(key.epochDay()) + " " + bucket, file -> new ArrayList<>())
                  .add(VisitorDayRow.of(key, day, new CustomNames(config.catalog()), origin));
            });
    for (Map.Entry<String, List<VisitorDayRow>> file : rows.entrySet()) {
      file.getValue().sort(VisitorDayRow.TABLE.order());
      write(file.getKey().split(" ")[0], file.getKey().split(" ")[1], origin, file.getValue());
    }
  }

  private static Slot slot(int number) {
    Slot slot = FIRST_SLOT;
    for (int i = 0; i < number; i++) {
      slot = slot.next();
    }
    return slot;
  }

  private void write(String day, String bucket, Origin origin, List<VisitorDayRow> rows)
      throws IOException {
    String table = VisitorDayRow.TABLE.name();
    int part = Integer.parseInt(bucket);
    String path = TableFolders.path(table, day, origin.run(), part, 0, 0, written.size());
    files.write(new org.apache.hadoop.fs.Path(folder.toString(), path), rows.iterator());
    written.add(new TableFile(table, day, part, 0, path, rows.size(), TableFile.NO_ARRIVAL));
  }

  private Manifest manifest(java.util.function.Predicate<TableFile> listed) {
    Accounting none = new Accounting(0, Map.of(), 0, SessionCounts.ZERO);
    Slot last = slot(SLOTS);
    return new Manifest(
        last.name(),
        last.folder() + "-r",
        SLOT_LENGTH.toMinutes(),
        BUCKETS,
        new TreeMap<>(),
        "",
        new Manifest.Sealing(0, 0, 0, 0),
        none,
        none,
        0,
        new TreeMap<>(),
        new Manifest.RanWith("", "", "{}", ""),
        new TreeMap<>(),
        written.stream().filter(listed).toList(),
        List.of(),
        last.folder());
  }

  private Iterator<VisitorHistory> visitors(Manifest published, DayRange days) throws IOException {
    StoredVisitors stored =
        new StoredVisitors(
            folder.toString(), published, days, config.catalog(), new Configuration());
    List<VisitorHistory> all = new ArrayList<>();
    for (int part : stored.parts()) {
      try (VisitorsOfPart visitors = stored.open(part)) {
        visitors.forEachRemaining(all::add);
      }
    }
    return all.iterator();
  }

  private List<String> readout(Iterator<VisitorHistory> visitors, Span span) {
    VisitorReadout readout =
        new VisitorReadout(
            new ReadoutMetrics(config.catalog()), (site, experiment) -> Optional.of(span));
    List<String> lines = new ArrayList<>();
    visitors.forEachRemaining(
        visitor ->
            readout.read(
                visitor,
                treated ->
                    lines.add(
                        String.join(
                            " ",
                            visitor.visitorId(),
                            treated.experiment(),
                            treated.population().tag(),
                            treated.variant(),
                            Instant.ofEpochMilli(treated.since()).toString(),
                            Boolean.toString(treated.several()),
                            Arrays.toString(treated.sums()),
                            treated
                                .before()
                                .map(sums -> "before " + Arrays.toString(sums))
                                .orElse("")))));
    lines.sort(null);
    return lines;
  }
}
