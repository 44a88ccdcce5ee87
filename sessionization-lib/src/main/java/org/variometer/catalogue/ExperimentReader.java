package org.variometer.catalogue;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.variometer.beacon.Mention;
import org.variometer.beacon.TextForm;
import org.variometer.readout.ReadoutMetric;
import org.variometer.readout.ReadoutMetrics;
import org.variometer.readout.Side;
import org.variometer.readout.Span;

/** Reads one experiment out of its block, and notes all that is wrong with it. */
final class ExperimentReader {
  private static final Set<String> KEYS =
      Set.of(
          "id",
          "name",
          "hypothesis",
          "owner",
          "sites",
          "variants",
          "control",
          "start",
          "end",
          "primary",
          "guardrails",
          "winsorized",
          "cuped");
  private static final String NAME =
      "a name of 1 to 128 characters, not blank, without control characters";
  private static final String NAME_IN_BEACONS =
      NAME + ", neither " + Mention.ALL + " nor " + Mention.MULTIPLE + ", which are reserved";
  private static final String WORDS = "words for people, not blank";
  private static final String INSTANT =
      "an instant with its offset from 2000 to 2100, like \"2026-11-20T00:00:00Z\"";
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");
  private static final double MIN_PERCENTILE = 50;

  /** Behind it there are no more digits that make a difference. */
  private static final double MAX_PERCENTILE = 99.9999;

  private final Fields fields;
  private final ReadoutMetrics metrics;

  ExperimentReader(Fields fields, ReadoutMetrics metrics) {
    this.fields = fields;
    this.metrics = metrics;
  }

  /** What the block says; whatever, where it is wrong. */
  Experiment read() {
    fields.allowOnly(KEYS);
    String id = fields.text("id", ExperimentReader::isNameInBeacons, NAME_IN_BEACONS);
    List<Variant> variants = variants();
    List<ReadoutMetric> primary = primary();
    return new Experiment(
        id,
        fields.has("name") ? words("name") : id,
        words("hypothesis"),
        words("owner"),
        sites(),
        variants,
        control(variants),
        span(),
        primary,
        guardrails(primary),
        winsorized(),
        fields.bool("cuped"),
        Optional.empty());
  }

  private String words(String key) {
    return fields.text(key, text -> !text.isBlank(), WORDS);
  }

  private static boolean isName(String text) {
    return TextForm.of(text) == TextForm.GOOD;
  }

  private static boolean isNameInBeacons(String text) {
    return isName(text) && !Mention.isReserved(text);
  }

  private Set<String> sites() {
    Set<String> sites = new LinkedHashSet<>();
    List<ConfigValue> list = fields.list("sites", "a list of sites; without it all");
    for (int i = 0; i < list.size(); i++) {
      if (!(list.get(i).unwrapped() instanceof String site && isName(site) && sites.add(site))) {
        fields.reject("sites", i, list.get(i), "a site that is not listed yet: " + NAME);
      }
    }
    // An empty list is one that somebody has forgotten to fill.
    if (list.isEmpty() && fields.has("sites")) {
      fields.reject("sites", "at least one site; leave it out for all");
    }
    return sites;
  }

  private List<Variant> variants() {
    String allowed = "a list of variants {name = …, weight = …}, at least two";
    List<ConfigValue> list = fields.list("variants", allowed);
    List<Variant> variants = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < list.size(); i++) {
      Fields variant = fields.errors().block(fields.prefix() + "variants[" + i + "]", list.get(i));
      variant.allowOnly(Set.of("name", "weight"));
      String name = variant.text("name", ExperimentReader::isNameInBeacons, NAME_IN_BEACONS);
      if (!name.isEmpty() && !names.add(name)) {
        variant.reject("name", "a name that no other variant has");
      }
      double weight = variant.has("weight") ? weight(variant) : 1;
      variants.add(new Variant(name, weight));
    }
    if (list.size() < 2) {
      fields.reject("variants", allowed);
    }
    return variants;
  }

  private static double weight(Fields variant) {
    return variant.number(
        "weight", Double.MIN_VALUE, Variant.MAX_WEIGHT, "a number above 0, up to 1000000000");
  }

  private String control(List<Variant> variants) {
    Set<String> names =
        variants.stream().map(Variant::name).collect(Collectors.toCollection(TreeSet::new));
    // Of those without one it is said already.
    names.remove("");
    if (names.isEmpty() || (!fields.has("control") && names.contains(Experiment.CONTROL))) {
      return Experiment.CONTROL;
    }
    return fields.text(
        "control", names::contains, "the name of one of its variants: " + String.join(", ", names));
  }

  private Span span() {
    Optional<Instant> start = instant("start");
    Optional<Instant> end = fields.has("end") ? instant("end") : Optional.empty();
    if (start.isPresent() && end.isPresent() && !end.get().isAfter(start.get())) {
      fields.reject("end", "an instant behind the start, " + start.get());
      return Span.ALL;
    }
    return new Span(
        start.orElse(EARLIEST).toEpochMilli(),
        end.map(Instant::toEpochMilli).orElse(Span.ALL.until()));
  }

  private Optional<Instant> instant(String key) {
    if (fields.value(key) != null && fields.value(key).unwrapped() instanceof String text) {
      try {
        Instant instant = OffsetDateTime.parse(text).toInstant();
        if (!instant.isBefore(EARLIEST) && !instant.isAfter(LATEST)) {
          return Optional.of(instant);
        }
      } catch (DateTimeException e) {
        // Reported below like any other value that is no instant.
      }
    }
    fields.reject(key, INSTANT);
    return Optional.empty();
  }

  private List<ReadoutMetric> primary() {
    List<ReadoutMetric> primary = new ArrayList<>();
    List<ConfigValue> list = fields.list("primary", "a list of metrics");
    for (int i = 0; i < list.size(); i++) {
      Optional<ReadoutMetric> metric = metric(list.get(i));
      if (metric.isEmpty()) {
        fields.reject("primary", i, list.get(i), anyMetric());
      } else if (primary.contains(metric.get())) {
        fields.reject("primary", i, list.get(i), "a metric that is not listed yet");
      } else {
        primary.add(metric.get());
      }
    }
    if (list.isEmpty()) {
      fields.reject("primary", "at least one metric: " + anyMetric());
    }
    return primary;
  }

  private List<GuardrailMetric> guardrails(List<ReadoutMetric> primary) {
    List<GuardrailMetric> guardrails = new ArrayList<>();
    List<ConfigValue> list =
        fields.list("guardrails", "a list of metrics, each a name or {metric = …, hurts = up}");
    List<ReadoutMetric> taken = new ArrayList<>(primary);
    for (int i = 0; i < list.size(); i++) {
      Optional<GuardrailMetric> guardrail = guardrail(i, list.get(i));
      if (guardrail.isPresent() && taken.contains(guardrail.get().metric())) {
        fields.reject("guardrails", i, list.get(i), "a metric that is not listed yet");
      } else if (guardrail.isPresent()) {
        guardrails.add(guardrail.get());
        taken.add(guardrail.get().metric());
      }
    }
    return guardrails;
  }

  private Optional<GuardrailMetric> guardrail(int index, ConfigValue value) {
    boolean block = value instanceof ConfigObject;
    String path = fields.prefix() + "guardrails[" + index + "]";
    if (block) {
      fields.errors().block(path, value).allowOnly(Set.of("metric", "hurts"));
    }
    Optional<ReadoutMetric> metric = metric(block ? ((ConfigObject) value).get("metric") : value);
    if (metric.isEmpty()) {
      fields.reject("guardrails", index, value, anyMetric());
      return Optional.empty();
    }
    ConfigValue hurts = block ? ((ConfigObject) value).get("hurts") : null;
    Optional<Side> side =
        hurts == null ? metric.get().hurts() : Side.ofTag(String.valueOf(hurts.unwrapped()));
    if (side.isEmpty()) {
      fields.reject(
          "guardrails",
          index,
          value,
          "{metric = %1$s, hurts = up} or {metric = %1$s, hurts = down}: the side that hurts"
              .formatted(metric.get().name()));
    }
    return side.map(known -> new GuardrailMetric(metric.get(), known));
  }

  private Optional<ReadoutMetric> metric(ConfigValue value) {
    return value != null && value.unwrapped() instanceof String name
        ? metrics.named(name)
        : Optional.empty();
  }

  private String anyMetric() {
    return "one of "
        + metrics.all().stream().map(ReadoutMetric::name).collect(Collectors.joining(", "))
        + "; custom ones are declared in variometer.metrics.custom";
  }

  private OptionalDouble winsorized() {
    return fields.has("winsorized")
        ? OptionalDouble.of(
            fields.number(
                "winsorized",
                MIN_PERCENTILE,
                MAX_PERCENTILE,
                "a percentile from 50 to 99.9999, like 99.9"))
        : OptionalDouble.empty();
  }
}
