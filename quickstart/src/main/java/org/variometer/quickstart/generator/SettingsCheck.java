package org.variometer.quickstart.generator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Collects all that is wrong with settings. */
final class SettingsCheck {
  static final String ROOT = "variometer.generate.";

  private static final Instant EARLIEST = Instant.parse("2000-02-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2099-11-01T00:00:00Z");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Set<String> RESERVED = Set.of("__all__", "__multiple__");
  private static final double MAX_WEIGHT = 1e6;
  private static final double ROUNDING = 1e-9;

  private final List<String> problems = new ArrayList<>();

  SettingsCheck run(long events, Instant start, Duration span) {
    number("events", (double) events, 1, 2e9);
    if (start.isBefore(EARLIEST) || start.isAfter(LATEST)) {
      problem("start", start, EARLIEST + " to " + LATEST);
    }
    duration("span", span, Duration.ofSeconds(1), Duration.ofDays(30));
    return this;
  }

  SettingsCheck orders(String currency, int maxSessionBeacons) {
    if (!CURRENCY.matcher(currency).matches()) {
      problem("currency", currency, "three letters A-Z");
    }
    number("max-session-beacons", maxSessionBeacons, 200, 1e6);
    return this;
  }

  SettingsCheck lateness(Duration min, Duration max) {
    duration("lateness.min", min, Duration.ofHours(1), Duration.ofHours(70));
    duration("lateness.max", max, min, Duration.ofHours(70));
    return this;
  }

  SettingsCheck visits(VisitSettings visits) {
    number("visits.returning", visits.returning(), 0, 1);
    number("visits.bounce", visits.bounce(), 0, 0.95);
    number("visits.conversion", visits.conversion(), 0, 1);
    number("visits.order-value", visits.orderValue(), 0.01, 100_000);
    number("visits.page-views", visits.pageViews(), 2, 100);
    duration("visits.think-time", visits.thinkTime(), Duration.ofSeconds(1), Duration.ofMinutes(2));
    duration("visits.page-load", visits.pageLoad(), Duration.ofMillis(50), Duration.ofSeconds(20));
    return this;
  }

  SettingsCheck sites(List<SiteSettings> sites) {
    size("sites", sites.size(), 1, 100);
    Set<String> names = new HashSet<>();
    double sum = 0;
    for (int i = 0; i < sites.size(); i++) {
      SiteSettings site = sites.get(i);
      name("sites." + i + ".name", site.name(), names);
      number("sites." + i + ".weight", site.weight(), 0, MAX_WEIGHT);
      sum += site.weight();
    }
    if (!sites.isEmpty() && !(sum > 0)) {
      problem("sites", "weights sum to " + sum, "at least one weight above 0");
    }
    return this;
  }

  SettingsCheck experiments(List<ExperimentSettings> experiments, List<SiteSettings> sites) {
    size("experiments", experiments.size(), 0, 50);
    List<String> known = sites.stream().map(SiteSettings::name).toList();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < experiments.size(); i++) {
      ExperimentSettings experiment = experiments.get(i);
      String path = "experiments." + i;
      name(path + ".name", experiment.name(), names);
      number(path + ".traffic", experiment.traffic(), 0, 1);
      for (String site : experiment.sites()) {
        if (!known.contains(site)) {
          problem(path + ".sites", site, "names of " + ROOT + "sites: " + known);
        }
      }
      variants(path + ".variants", experiment.variants());
    }
    return this;
  }

  private void variants(String path, List<VariantSettings> variants) {
    size(path, variants.size(), 1, 20);
    Set<String> names = new HashSet<>();
    double sum = 0;
    for (int i = 0; i < variants.size(); i++) {
      VariantSettings variant = variants.get(i);
      String at = path + "." + i;
      name(at + ".name", variant.name(), names);
      number(at + ".weight", variant.weight(), 0, MAX_WEIGHT);
      number(at + ".conversion", variant.conversion(), 0.01, 100);
      number(at + ".order-value", variant.orderValue(), 0.01, 100);
      number(at + ".bounce", variant.bounce(), 0.01, 100);
      number(at + ".load-time", variant.loadTime(), 0.01, 100);
      sum += variant.weight();
    }
    if (!variants.isEmpty() && !(sum > 0)) {
      problem(path, "weights sum to " + sum, "at least one weight above 0");
    }
  }

  SettingsCheck shares(Shares shares) {
    shares.byDisturbance().forEach((disturbance, share) -> share(disturbance, share));
    sum("the scenarios of a session", Disturbance.SCENARIOS, shares);
    sum("the rejected records beside a beacon", Disturbance.FLAWS, shares);
    sum(
        "duplicates",
        List.of(Disturbance.DUPLICATE_EXACT, Disturbance.DUPLICATE_OTHER_CONTENT),
        shares);
    return this;
  }

  private void share(Disturbance disturbance, double share) {
    if (disturbance.hasShare()) {
      number("shares." + disturbance.key(), share, 0, 1);
    } else {
      problem("shares." + disturbance.key(), share, "nothing: it follows from the time covered");
    }
  }

  private void sum(String what, List<Disturbance> disturbances, Shares shares) {
    double sum = disturbances.stream().mapToDouble(shares::of).sum();
    if (sum > 1 + ROUNDING) {
      List<String> keys = disturbances.stream().map(Disturbance::key).toList();
      problem("shares", what + " sum to " + sum, "at most 1 for " + String.join(" + ", keys));
    }
  }

  private void name(String path, String name, Set<String> taken) {
    int length = name.codePointCount(0, name.length());
    boolean sound =
        name.codePoints()
            .noneMatch(
                c ->
                    Character.getType(c) == Character.CONTROL
                        || Character.getType(c) == Character.SURROGATE);
    boolean blank = name.codePoints().allMatch(c -> Character.isWhitespace(c) || isSpace(c));
    if (length < 1 || length > 128 || !sound || blank) {
      problem(path, name, "1-128 characters, not blank, no control characters");
    } else if (RESERVED.contains(name)) {
      problem(path, name, "not " + String.join(" or ", RESERVED.stream().sorted().toList()));
    } else if (!taken.add(name)) {
      problem(path, name, "a name that is used once");
    }
  }

  private static boolean isSpace(int codePoint) {
    return Character.isSpaceChar(codePoint) || codePoint == 0x85;
  }

  private void size(String path, int size, int min, int max) {
    if (size < min || size > max) {
      problem(path, size + " entries", min + " to " + max + " entries");
    }
  }

  private void number(String path, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      problem(path, plain(value), plain(min) + " to " + plain(max));
    }
  }

  private void duration(String path, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      problem(path, value, min + " to " + max);
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private void problem(String path, Object value, String allowed) {
    problems.add(message(path, value, allowed));
  }

  static String message(String path, Object value, String allowed) {
    return ROOT + path + " = " + value + ": allowed is " + allowed;
  }

  void throwProblems() {
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
  }
}
