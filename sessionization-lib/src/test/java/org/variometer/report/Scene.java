package org.variometer.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.variometer.catalogue.CatalogueFile;
import org.variometer.catalogue.ExperimentCatalogue;
import org.variometer.config.VariometerConfig;
import org.variometer.local.BeaconFile;
import org.variometer.local.LocalVisitors;
import org.variometer.readout.ReadoutMetrics;

/** Visitors made by hand, as beacons, and what a report says of them. */
public final class Scene {
  /** The time of all exposures but the second ones, which are an hour later. */
  static final Instant EXPOSED = Instant.parse("2026-11-20T10:00:00Z");

  private static final JsonMapper JSON = new JsonMapper();
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;

  private final Path folder;
  private final List<String> lines = new ArrayList<>();
  private final VariometerConfig config =
      VariometerConfig.from(VariometerConfig.load(Optional.empty(), Map.of()));
  private String site = "shop";
  private String experiment = "checkout";
  private int visitors;

  /** What is written lies in a folder. */
  public Scene(Path folder) {
    this.folder = folder;
  }

  /**
   * The experiment whose figures are computed by hand: 200 visitors of each variant, of whom 40 and
   * 60 order for 10 and none and 30 meet an error; 20 of several variants; 3 of one that is not in
   * the catalogue.
   */
  public Scene handMade() {
    return visitors(160, "control")
        .buyers(40, "control", "10")
        .visitors(110, "one_page")
        .unlucky(30, "one_page")
        .buyers(60, "one_page", "10")
        .switchers(20, "control", "one_page")
        .visitors(3, "ghost");
  }

  /** Where the visitors that follow are. */
  public Scene at(String atSite, String inExperiment) {
    site = atSite;
    experiment = inExperiment;
    return this;
  }

  /** Visitors of one page view. */
  public Scene visitors(int number, String variant) {
    for (int i = 0; i < number; i++) {
      exposed(next(), variant, EXPOSED.toEpochMilli(), "pageView");
    }
    return this;
  }

  /** Visitors of one page view and one order behind it. */
  public Scene buyers(int number, String variant, String revenue) {
    for (int i = 0; i < number; i++) {
      String visitor = next();
      exposed(visitor, variant, EXPOSED.toEpochMilli(), "pageView");
      order(visitor, "-a", EXPOSED.toEpochMilli() + 1000, revenue);
    }
    return this;
  }

  /** Visitors of one page view and one order behind it, who ordered a week before too. */
  public Scene returning(int number, String variant, String before, String revenue) {
    for (int i = 0; i < number; i++) {
      String visitor = next();
      order(visitor, "-before", EXPOSED.toEpochMilli() - 7 * DAY, before);
      exposed(visitor, variant, EXPOSED.toEpochMilli(), "pageView");
      order(visitor, "-a", EXPOSED.toEpochMilli() + 1000, revenue);
    }
    return this;
  }

  /** Visitors of one page view and one error behind it. */
  public Scene unlucky(int number, String variant) {
    for (int i = 0; i < number; i++) {
      String visitor = next();
      exposed(visitor, variant, EXPOSED.toEpochMilli(), "pageView");
      line(beacon(visitor, "-a", EXPOSED.toEpochMilli() + 1000, "error"));
    }
    return this;
  }

  /** Visitors of two visits of one page view, who meet another variant in the second. */
  public Scene switchers(int number, String first, String second) {
    for (int i = 0; i < number; i++) {
      String visitor = next();
      exposed(visitor, first, EXPOSED.toEpochMilli(), "pageView");
      exposed(visitor, second, EXPOSED.toEpochMilli() + HOUR, "pageView");
    }
    return this;
  }

  private String next() {
    return "v" + visitors++;
  }

  private void exposed(String visitor, String variant, long time, String type) {
    ObjectNode beacon = beacon(visitor, "-a", time, type);
    beacon.putArray("assigned").addObject().put("experiment", experiment).put("variant", variant);
    line(beacon);
  }

  private void order(String visitor, String session, long time, String revenue) {
    ObjectNode beacon = beacon(visitor, session, time, "order");
    beacon.putObject("order").put("id", "o" + time).put("revenue", revenue);
    line(beacon);
  }

  private ObjectNode beacon(String visitor, String session, long time, String type) {
    return JSON.createObjectNode()
        .put("beaconId", type + time)
        .put("sessionId", visitor + session)
        .put("visitorId", visitor)
        .put("timestamp", time)
        .put("site", site)
        .put("type", type);
  }

  private void line(ObjectNode beacon) {
    lines.add(beacon.toString());
  }

  /** The beacons as a file. */
  public Path file() throws IOException {
    return Files.write(folder.resolve("beacons.jsonl"), lines);
  }

  /** Everything that there is to report. */
  public Report report(String catalogue) throws IOException {
    return report(catalogue, Asked.ALL);
  }

  /**
   * What a report says.
   *
   * @param catalogue in HOCON, or empty
   */
  public Report report(String catalogue, Asked asked) throws IOException {
    LocalVisitors.Found found =
        new LocalVisitors(config, 1).run(List.of(new BeaconFile(file().toString())), bytes -> {});
    ReadoutTally tally = tally(catalogue, asked);
    found.visitors().forEach(tally::add);
    return tally.report(
        Source.files(
            Optional.of(Instant.ofEpochMilli(found.newestArrival().orElseThrow())),
            found.accounting().byName()));
  }

  private ReadoutTally tally(String catalogue, Asked asked) throws IOException {
    ReadoutMetrics metrics = new ReadoutMetrics(config.catalog());
    if (catalogue.isEmpty()) {
      return new ReadoutTally(metrics, new ExperimentCatalogue(List.of(), metrics), asked);
    }
    Path file = Files.writeString(folder.resolve("experiments.conf"), catalogue);
    return new ReadoutTally(metrics, CatalogueFile.read(file.toFile(), metrics), asked);
  }
}
