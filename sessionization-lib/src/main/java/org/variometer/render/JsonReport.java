package org.variometer.render;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.variometer.catalogue.Experiment;
import org.variometer.catalogue.GuardrailMetric;
import org.variometer.catalogue.Variant;
import org.variometer.readout.ReadoutMetric;
import org.variometer.readout.Side;
import org.variometer.readout.Span;
import org.variometer.report.ExperimentReadout;
import org.variometer.report.MetricReadout;
import org.variometer.report.PopulationReadout;
import org.variometer.report.Report;
import org.variometer.report.Source;
import org.variometer.report.VariantReadout;
import org.variometer.report.VariantVisitors;
import org.variometer.statistics.ArmValue;
import org.variometer.statistics.Comparison;
import org.variometer.statistics.Effect;
import org.variometer.statistics.Estimable;
import org.variometer.statistics.Guardrail;
import org.variometer.statistics.Interval;
import org.variometer.statistics.SampleRatio;

/**
 * A report as JSON: every field is described in {@code docs/REPORT.md}. Fields are only ever added.
 * Doubles are the shortest that read back to the same; what can't be estimated is null, with the
 * reason in words in {@code not_estimable} of the same object.
 */
public final class JsonReport {
  private static final JsonFactory FACTORY =
      // The JDK's own printing is not always the shortest before Java 19 (JDK-4511638).
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  private static final String NAME = "name";
  private static final String METRIC = "metric";
  private static final String VARIANT = "variant";
  private static final String VARIANTS = "variants";
  private static final String VISITORS = "visitors";
  private static final String VALUE = "value";
  private static final String CONTROL = "control";
  private static final String P_VALUE = "p_value";
  private static final String GUARDRAIL = "guardrail";
  private static final String WITH_MULTIPLY_EXPOSED = "with_multiply_exposed";
  private static final String WITHOUT_MULTIPLY_EXPOSED = "without_multiply_exposed";

  private final JsonGenerator json;

  private JsonReport(JsonGenerator json) {
    this.json = json;
  }

  /** Writes a report; ends with a line feed. */
  public static String write(Report report) {
    StringWriter text = new StringWriter();
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(indenter));
      new JsonReport(json).report(report);
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter takes everything", e);
    }
    return text.append('\n').toString();
  }

  /** Writes a figure that is known. */
  @FunctionalInterface
  private interface Figure<T> {
    void write(T figure) throws IOException;
  }

  /** The figures of an object that can't be estimated, with why. */
  private final class Reasons {
    private final Map<String, String> byField = new LinkedHashMap<>();

    <T> void field(String name, Estimable<T> estimable, Figure<T> figure) throws IOException {
      json.writeFieldName(name);
      if (estimable.isKnown()) {
        figure.write(estimable.get());
      } else {
        json.writeNull();
        byField.put(name, estimable.obstacle().orElseThrow().words());
      }
    }

    void end() throws IOException {
      if (!byField.isEmpty()) {
        json.writeObjectFieldStart("not_estimable");
        for (Map.Entry<String, String> reason : byField.entrySet()) {
          json.writeStringField(reason.getKey(), reason.getValue());
        }
        json.writeEndObject();
      }
      json.writeEndObject();
    }
  }

  private void report(Report report) throws IOException {
    json.writeStartObject();
    json.writeNumberField("format", 1);
    json.writeNumberField("level", Effect.LEVEL);
    json.writeNumberField("split_alpha", SampleRatio.ALPHA);
    source(report.source());
    span("from", "to", report.within());
    json.writeArrayFieldStart("experiments");
    for (ExperimentReadout experiment : report.experiments()) {
      experiment(experiment);
    }
    json.writeEndArray();
    texts("without_visitors", report.withoutVisitors());
    json.writeEndObject();
  }

  private void source(Source source) throws IOException {
    json.writeObjectFieldStart("source");
    json.writeStringField("kind", source.kind().tag());
    text("newest", source.newest().map(Object::toString));
    json.writeObjectFieldStart("accounting");
    for (Map.Entry<String, Long> count : source.accounting().entrySet()) {
      json.writeNumberField(count.getKey(), count.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void span(String from, String until, Span span) throws IOException {
    text(from, Figures.from(span));
    text(until, Figures.until(span));
  }

  private void experiment(ExperimentReadout readout) throws IOException {
    Experiment experiment = readout.experiment();
    json.writeStartObject();
    json.writeStringField("site", readout.site());
    json.writeStringField("experiment", experiment.id());
    json.writeStringField(NAME, experiment.name());
    text("hypothesis", Optional.of(experiment.hypothesis()).filter(words -> !words.isEmpty()));
    text("owner", Optional.of(experiment.owner()).filter(words -> !words.isEmpty()));
    text("note", experiment.note());
    span("start", "end", experiment.span());
    span("read_from", "read_to", readout.within());
    json.writeArrayFieldStart(VARIANTS);
    for (Variant variant : experiment.variants()) {
      json.writeStartObject();
      json.writeStringField(VARIANT, variant.name());
      json.writeNumberField("weight", variant.weight());
      json.writeBooleanField(CONTROL, variant.name().equals(experiment.control()));
      json.writeEndObject();
    }
    json.writeEndArray();
    texts("primary", experiment.primary().stream().map(ReadoutMetric::name).toList());
    texts(
        "guardrails",
        experiment.guardrails().stream()
            .map(GuardrailMetric::metric)
            .map(ReadoutMetric::name)
            .toList());
    json.writeFieldName("winsorized");
    if (experiment.winsorized().isPresent()) {
      json.writeNumber(experiment.winsorized().getAsDouble());
    } else {
      json.writeNull();
    }
    json.writeBooleanField("cuped", experiment.cuped());
    json.writeArrayFieldStart("populations");
    for (PopulationReadout population : readout.populations()) {
      population(population);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void population(PopulationReadout population) throws IOException {
    json.writeStartObject();
    json.writeStringField("population", population.population().tag());
    json.writeNumberField(VISITORS, population.compared());
    json.writeNumberField("multiply_exposed", population.multiplyExposed());
    json.writeNumberField("first_variant_unknown", population.firstUnknown());
    visitors(VARIANTS, population.variants());
    visitors("outside_catalogue", population.outside());
    json.writeObjectFieldStart("split");
    Reasons reasons = new Reasons();
    reasons.field(WITHOUT_MULTIPLY_EXPOSED, population.split(), this::split);
    reasons.field(WITH_MULTIPLY_EXPOSED, population.splitOfAll(), this::split);
    reasons.end();
    json.writeArrayFieldStart("metrics");
    for (MetricReadout metric : population.metrics()) {
      metric(metric);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void visitors(String name, List<VariantVisitors> variants) throws IOException {
    json.writeArrayFieldStart(name);
    for (VariantVisitors variant : variants) {
      json.writeStartObject();
      json.writeStringField(VARIANT, variant.variant());
      json.writeNumberField(VISITORS, variant.visitors());
      json.writeNumberField("multiply_exposed", variant.multiplyExposed());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void split(SampleRatio split) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("expected");
    for (double expected : split.expected()) {
      json.writeNumber(expected);
    }
    json.writeEndArray();
    json.writeNumberField("chi_squared", split.chiSquared());
    json.writeNumberField(P_VALUE, split.pValue());
    json.writeBooleanField("mismatch", split.isMismatch(SampleRatio.ALPHA));
    json.writeEndObject();
  }

  private void metric(MetricReadout metric) throws IOException {
    json.writeStartObject();
    json.writeStringField(METRIC, metric.metric().name());
    json.writeStringField("kind", Figures.kind(metric.metric()));
    json.writeBooleanField("amount", metric.metric().amount());
    json.writeStringField("role", metric.role().tag());
    text("hurts", metric.hurts().map(Side::tag));
    Reasons reasons = new Reasons();
    if (metric.cap().isPresent()) {
      reasons.field(
          "cap", metric.cap().get(), cap -> json.writeNumber(inUnits(cap, metric.metric())));
    }
    json.writeFieldName(CONTROL);
    arm(metric.control());
    json.writeArrayFieldStart(VARIANTS);
    for (VariantReadout variant : metric.variants()) {
      variant(variant);
    }
    json.writeEndArray();
    reasons.end();
  }

  private static BigDecimal inUnits(long value, ReadoutMetric metric) {
    BigDecimal units =
        BigDecimal.valueOf(value).divide(BigDecimal.valueOf(metric.unit())).stripTrailingZeros();
    return units.scale() < 0 ? units.setScale(0) : units;
  }

  private void variant(VariantReadout variant) throws IOException {
    json.writeStartObject();
    Reasons reasons = new Reasons();
    json.writeStringField(VARIANT, variant.variant());
    json.writeStringField("verdict", variant.verdict().tag());
    if (variant.adjustedPValue().isPresent()) {
      reasons.field("adjusted_p_value", variant.adjustedPValue().get(), json::writeNumber);
    }
    if (variant.guardrail().isPresent()) {
      reasons.field(GUARDRAIL, variant.guardrail().get(), this::guardrail);
    }
    json.writeFieldName(WITHOUT_MULTIPLY_EXPOSED);
    comparison(variant.comparison());
    json.writeFieldName(WITH_MULTIPLY_EXPOSED);
    comparison(variant.withMultiplyExposed());
    if (variant.cuped().isPresent()) {
      reasons.field("cuped", variant.cuped().get(), this::comparison);
    }
    if (variant.uncapped().isPresent()) {
      json.writeFieldName("uncapped");
      comparison(variant.uncapped().get());
    }
    reasons.end();
  }

  private void guardrail(Guardrail guardrail) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("hurt", guardrail.isHurt());
    json.writeNumberField("bound", guardrail.bound());
    json.writeNumberField(P_VALUE, guardrail.pValue());
    json.writeEndObject();
  }

  private void comparison(Comparison comparison) throws IOException {
    json.writeStartObject();
    Reasons reasons = new Reasons();
    json.writeFieldName(CONTROL);
    arm(comparison.control());
    json.writeFieldName(VARIANT);
    arm(comparison.variant());
    reasons.field("difference", comparison.difference(), this::effect);
    reasons.field("lift", comparison.lift(), this::effect);
    reasons.field(P_VALUE, comparison.pValue(), json::writeNumber);
    reasons.end();
  }

  private void arm(ArmValue arm) throws IOException {
    json.writeStartObject();
    Reasons reasons = new Reasons();
    json.writeNumberField(VISITORS, arm.visitors());
    reasons.field(VALUE, arm.value(), json::writeNumber);
    reasons.field("standard_error", arm.standardError(), json::writeNumber);
    reasons.end();
  }

  private void effect(Effect effect) throws IOException {
    json.writeStartObject();
    json.writeNumberField(VALUE, effect.value());
    json.writeNumberField("standard_error", effect.standardError());
    interval("interval", effect.interval(Effect.LEVEL));
    interval("confidence_sequence", effect.confidenceSequence(Effect.LEVEL, Effect.TUNED_AT));
    json.writeEndObject();
  }

  private void interval(String name, Interval interval) throws IOException {
    json.writeArrayFieldStart(name);
    json.writeNumber(interval.lower());
    json.writeNumber(interval.upper());
    json.writeEndArray();
  }

  private void text(String name, Optional<String> text) throws IOException {
    json.writeStringField(name, text.orElse(null));
  }

  private void texts(String name, List<String> texts) throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
