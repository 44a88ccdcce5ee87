package org.variometer.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.File;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.variometer.beacon.CustomMetric;
import org.variometer.beacon.CustomMetric.Measure;
import org.variometer.config.ConfigurationException;
import org.variometer.config.VariometerConfig;
import org.variometer.metric.MetricCatalog;
import org.variometer.readout.ReadoutMetric;
import org.variometer.readout.ReadoutMetrics;
import org.variometer.readout.Side;
import org.variometer.readout.Span;

/** The catalogue is checked whole: all errors at once, each with what is wrong, where, and how. */
class CatalogueFileTest {
  private static final File EXAMPLE = new File("../deploy/conf/experiments.example.conf");
  private static final String METRICS =
      "one of conversion, visitors_with_error, revenue, orders, units, page_views, visits, aov,"
          + " conversion_rate, revenue_per_visit, bounce_rate, site_error_rate, error_rate, adds;"
          + " custom ones are declared in variometer.metrics.custom";
  private static final String NAME =
      "a name of 1 to 128 characters, not blank, without control characters, neither __all__ nor"
          + " __multiple__, which are reserved";
  private static final String INSTANT =
      "an instant with its offset from 2000 to 2100, like \"2026-11-20T00:00:00Z\"";

  /** What every experiment has to say. */
  private static final String LEAST =
      """
      id = e, hypothesis = h, owner = o, start = "2026-11-20T00:00:00Z", primary = [conversion]
      variants = [{name = control}, {name = red}]
      """;

  private final ReadoutMetrics metrics =
      new ReadoutMetrics(
          new MetricCatalog(List.of(new CustomMetric("adds", "add", Measure.COUNT))));

  @Test
  void theExampleSaysAllThatCanBeSaid() {
    ExperimentCatalogue catalogue = CatalogueFile.read(EXAMPLE, metrics);
    assertThat(catalogue.described()).hasSize(2);
    Experiment checkout = catalogue.described().get(0);
    assertThat(checkout.id()).isEqualTo("one_step_checkout");
    assertThat(checkout.name()).isEqualTo("One-step checkout");
    assertThat(checkout.hypothesis()).startsWith("Who pays on one page");
    assertThat(checkout.owner()).isEqualTo("Checkout team, checkout@example.com");
    assertThat(checkout.sites()).containsExactly("shop");
    assertThat(checkout.variants())
        .containsExactly(new Variant("control", 1), new Variant("one_step", 1));
    assertThat(checkout.control()).isEqualTo("control");
    assertThat(checkout.span())
        .isEqualTo(new Span(millis("2026-11-20T00:00:00Z"), millis("2026-12-04T00:00:00Z")));
    assertThat(checkout.primary())
        .extracting(ReadoutMetric::name)
        .containsExactly("conversion", "revenue");
    assertThat(checkout.guardrails())
        .containsExactly(guardrail("error_rate", Side.UP), guardrail("visits", Side.DOWN));
    assertThat(checkout.winsorized()).hasValue(99.9);
    assertThat(checkout.cuped()).isTrue();
    assertThat(checkout.note()).isEmpty();
    Experiment ranking = catalogue.described().get(1);
    assertThat(ranking.name()).isEqualTo("search_ranking");
    assertThat(ranking.variants()).extracting(Variant::weight).containsExactly(80.0, 10.0, 10.0);
    assertThat(ranking.span())
        .isEqualTo(new Span(millis("2026-11-18T08:00:00Z"), Span.ALL.until()));
    assertThat(ranking.isOn("anywhere")).isTrue();
  }

  @Test
  void mostCanBeLeftOut() {
    Experiment experiment = catalogue(LEAST).described().get(0);
    assertThat(experiment.name()).isEqualTo("e");
    assertThat(experiment.sites()).isEmpty();
    assertThat(experiment.control()).isEqualTo("control");
    assertThat(experiment.variants())
        .containsExactly(new Variant("control", 1), new Variant("red", 1));
    assertThat(experiment.guardrails()).isEmpty();
    assertThat(experiment.winsorized()).isEqualTo(OptionalDouble.empty());
    assertThat(experiment.cuped()).isFalse();
  }

  @Test
  void allErrorsAreReportedAtOnceEachWithValuePlaceAndWhatIsAllowed() {
    assertThat(
            errors(
                """
                colour = red
                experiments = [
                  {
                    id = __all__
                    name = " "
                    hypotesis = typo
                    sites = [shop, shop, ""]
                    variants = [{name = control, weight = 0}, {name = control}, {nam = red}, red]
                    control = blue
                    start = 2026-11-20
                    end = "2026-11-20T00:00:00"
                    primary = [conversion, conversion, speed]
                    guardrails = [conversion, adds, {metric = adds, hurts = sideways}, 7, {hurts = up}]
                    winsorized = 100
                    cuped = perhaps
                  }
                  {}
                  7
                ]
                """))
        .containsExactlyInAnyOrder(
            "colour: red (catalogue.conf: 1); no such key; there are experiments",
            "experiments[0].id: __all__ (catalogue.conf: 4); expected " + NAME,
            "experiments[0].name:   (catalogue.conf: 5); expected words for people, not blank",
            "experiments[0].hypotesis: typo (catalogue.conf: 6); no such key; there are control,"
                + " cuped, end, guardrails, hypothesis, id, name, owner, primary, sites, start,"
                + " variants, winsorized",
            "experiments[0].hypothesis: absent; expected words for people, not blank",
            "experiments[0].owner: absent; expected words for people, not blank",
            "experiments[0].sites[1]: shop (catalogue.conf: 7); expected a site that is not listed"
                + " yet: a name of 1 to 128 characters, not blank, without control characters",
            "experiments[0].sites[2]:  (catalogue.conf: 7); expected a site that is not listed yet:"
                + " a name of 1 to 128 characters, not blank, without control characters",
            "experiments[0].variants[0].weight: 0 (catalogue.conf: 8); expected a number above 0, up"
                + " to 1000000000",
            "experiments[0].variants[1].name: control (catalogue.conf: 8); expected a name that no"
                + " other variant has",
            "experiments[0].variants[2].nam: red (catalogue.conf: 8); no such key; there are name,"
                + " weight",
            "experiments[0].variants[2].name: absent; expected " + NAME,
            "experiments[0].variants[3]: red (catalogue.conf: 8); expected a block {…}",
            "experiments[0].control: blue (catalogue.conf: 9); expected the name of one of its"
                + " variants: control",
            "experiments[0].start: 2026-11-20 (catalogue.conf: 10); expected " + INSTANT,
            "experiments[0].end: 2026-11-20T00:00:00 (catalogue.conf: 11); expected " + INSTANT,
            "experiments[0].primary[1]: conversion (catalogue.conf: 12); expected a metric that is"
                + " not listed yet",
            "experiments[0].primary[2]: speed (catalogue.conf: 12); expected " + METRICS,
            "experiments[0].guardrails[0]: conversion (catalogue.conf: 13); expected a metric that is"
                + " not listed yet",
            "experiments[0].guardrails[1]: adds (catalogue.conf: 13); expected {metric = adds, hurts"
                + " = up} or {metric = adds, hurts = down}: the side that hurts",
            "experiments[0].guardrails[2]: {hurts=sideways, metric=adds} (catalogue.conf: 13);"
                + " expected {metric = adds, hurts = up} or {metric = adds, hurts = down}: the side"
                + " that hurts",
            "experiments[0].guardrails[3]: 7 (catalogue.conf: 13); expected " + METRICS,
            "experiments[0].guardrails[4]: {hurts=up} (catalogue.conf: 13); expected " + METRICS,
            "experiments[0].winsorized: 100 (catalogue.conf: 14); expected a percentile from 50 to"
                + " 99.9999, like 99.9",
            "experiments[0].cuped: perhaps (catalogue.conf: 15); expected true or false",
            "experiments[1].id: absent; expected " + NAME,
            "experiments[1].hypothesis: absent; expected words for people, not blank",
            "experiments[1].owner: absent; expected words for people, not blank",
            "experiments[1].variants: absent; expected a list of variants {name = …, weight = …}, at"
                + " least two",
            "experiments[1].start: absent; expected " + INSTANT,
            "experiments[1].primary: absent; expected at least one metric: " + METRICS,
            "experiments[2]: 7 (catalogue.conf: 18); expected a block {…}");
  }

  @Test
  void idsAreOfOneExperimentEach() {
    assertThat(errors("experiments = [{%s}, {%s}]".formatted(LEAST, LEAST)))
        .singleElement()
        .asString()
        .startsWith("experiments[1].id: e (catalogue.conf: ")
        .endsWith("; expected an id of its own: experiments[0] has it");
  }

  @Test
  void anExperimentEndsBehindItsStart() {
    assertThat(errors("experiments = [{%s, end = \"2026-11-20T01:00:00+01:00\"}]".formatted(LEAST)))
        .singleElement()
        .asString()
        .endsWith("; expected an instant behind the start, 2026-11-20T00:00:00Z");
    assertThat(
            catalogue(LEAST + "\nend = \"2026-11-20T01:00:00.001+01:00\"")
                .described()
                .get(0)
                .span()
                .until())
        .isEqualTo(millis("2026-11-20T00:00:00.001Z"));
  }

  @Test
  void withoutAVariantNamedControlTheControlHasToBeSaid() {
    String others = LEAST.replace("name = control", "name = blue");
    assertThat(errors("experiments = [{%s}]".formatted(others)))
        .containsExactly(
            "experiments[0].control: absent; expected the name of one of its variants: blue, red");
    assertThat(catalogue(others + "control = red").described().get(0).control()).isEqualTo("red");
  }

  @ParameterizedTest
  @ValueSource(strings = {"50", "99.9999", "75.5"})
  void percentilesAreFromTheMedianOn(String percentile) {
    assertThat(catalogue(LEAST + "winsorized = " + percentile).described().get(0).winsorized())
        .hasValue(Double.parseDouble(percentile));
  }

  @ParameterizedTest
  @ValueSource(strings = {"49.9999", "100", "\"99\""})
  void othersAreRefused(String percentile) {
    assertThat(errors("experiments = [{%s winsorized = %s}]".formatted(LEAST, percentile)))
        .hasSize(1);
  }

  @Test
  void whatCannotBeReadIsNamed() {
    assertThatThrownBy(() -> CatalogueFile.read(new File("/no/such/file.conf"), metrics))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("/no/such/file.conf");
    assertThat(errors(""))
        .containsExactly(
            "experiments: absent; expected a list of experiments: experiments = [{id = …}, …]");
  }

  @Test
  void anExperimentThatIsNotInItShowsWithEqualWeightsAndANote() {
    ExperimentCatalogue catalogue = catalogue(LEAST + "sites = [shop]");
    Experiment unknown = catalogue.experiment("shop", "f", Set.of("\uD83D\uDE00", "\uFF5A", "b"));
    assertThat(unknown.variants())
        .as("in the order of UTF-8")
        .containsExactly(
            new Variant("b", 1), new Variant("\uFF5A", 1), new Variant("\uD83D\uDE00", 1));
    assertThat(unknown.control()).isEqualTo("b");
    assertThat(unknown.primary()).extracting(ReadoutMetric::name).containsExactly("conversion");
    assertThat(unknown.note())
        .contains("not in the catalogue: equal weights of the variants seen, control b");
    assertThat(catalogue.experiment("shop", "f", Set.of("a", "control")).control())
        .isEqualTo("control");
    assertThat(catalogue.experiment("blog", "e", Set.of("red")).note())
        .contains(
            "in the catalogue, but not for site blog: equal weights of the variants seen, control"
                + " red");
    assertThat(catalogue.experiment("shop", "e", Set.of("green")).note()).isEmpty();
    assertThat(catalogue.spans().of("blog", "e")).contains(Span.ALL);
    assertThat(catalogue.spans().of("shop", "e"))
        .contains(new Span(millis("2026-11-20T00:00:00Z"), Span.ALL.until()));
  }

  @Test
  void theConfigurationNamesTheFile() {
    assertThat(config(Map.of()).catalogue()).isEmpty();
    assertThat(config(Map.of("variometer.catalogue", "/etc/experiments.conf")).catalogue())
        .contains(new File("/etc/experiments.conf"));
  }

  private static VariometerConfig config(Map<String, String> options) {
    return VariometerConfig.from(VariometerConfig.load(Optional.empty(), options));
  }

  private GuardrailMetric guardrail(String metric, Side hurts) {
    return new GuardrailMetric(metrics.named(metric).orElseThrow(), hurts);
  }

  /** Of one experiment. */
  private ExperimentCatalogue catalogue(String experiment) {
    return read("experiments = [{%s}]".formatted(experiment));
  }

  private List<String> errors(String text) {
    return catchThrowableOfType(ConfigurationException.class, () -> read(text)).errors();
  }

  private ExperimentCatalogue read(String text) {
    return CatalogueFile.of(
        ConfigFactory.parseString(
                text, ConfigParseOptions.defaults().setOriginDescription("catalogue.conf"))
            .resolve(),
        metrics);
  }

  private static long millis(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }
}
