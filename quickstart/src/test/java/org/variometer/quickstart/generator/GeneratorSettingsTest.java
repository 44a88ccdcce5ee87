package org.variometer.quickstart.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratorSettingsTest {

  @Test
  void theReferenceConfigurationIsValid() {
    GeneratorSettings settings = Samples.defaults();
    assertThat(settings.events()).isEqualTo(200_000);
    assertThat(settings.span()).isEqualTo(Duration.ofHours(3));
    assertThat(settings.sites()).hasSize(2);
    assertThat(settings.experiments()).hasSizeGreaterThan(2);
  }

  @Test
  void whatIsLeftOutOfAnExperimentHasADefault() {
    GeneratorSettings settings =
        overridden("experiments = [{ name = e, variants = [{ name = a }, { name = b }] }]");
    assertThat(settings.experiments())
        .containsExactly(
            Samples.experiment(
                "e", Step.FIRST, Step.NEVER, Samples.plain("a"), Samples.plain("b")));
  }

  @Test
  void allErrorsAreReportedAtOnceEachWithPathValueAndWhatIsAllowed() {
    assertThat(
            problems(
                """
                seed = many
                events = 0
                start = yesterday
                span = 31d
                currency = usd
                visits.bounce = 2
                lateness { min = 3h, max = 2h }
                sites = [{ name = shop, weight = 0 }]
                experiments = [
                  { name = __all__, sites = [nowhere], traffic = -1, assign-at = exit, variants = [
                    { name = " ", color = red }, { name = a, bounce = 0 }, { name = a } ] }
                ]
                shares { bots = 1.5, midnight-visit = 0.1 }
                """))
        .containsExactlyInAnyOrder(
            "variometer.generate.seed = \"many\": allowed is an integer",
            "variometer.generate.events = 0: allowed is 1 to 2000000000",
            "variometer.generate.start = \"yesterday\": allowed is an instant like"
                + " 2026-11-20T22:30:00Z",
            "variometer.generate.span = PT744H: allowed is PT1S to PT720H",
            "variometer.generate.currency = usd: allowed is three letters A-Z",
            "variometer.generate.visits.bounce = 2: allowed is 0 to 0.95",
            "variometer.generate.lateness.max = PT2H: allowed is PT3H to PT70H",
            "variometer.generate.sites = weights sum to 0.0: allowed is at least one weight above"
                + " 0",
            "variometer.generate.experiments.0.name = __all__: allowed is not __all__ or"
                + " __multiple__",
            "variometer.generate.experiments.0.sites = nowhere: allowed is names of"
                + " variometer.generate.sites: [shop]",
            "variometer.generate.experiments.0.traffic = -1: allowed is 0 to 1",
            "variometer.generate.experiments.0.assign-at = \"exit\": allowed is one of [first,"
                + " product, cart, checkout, never]",
            "variometer.generate.experiments.0.variants.0.name =  : allowed is 1-128 characters,"
                + " not blank, no control characters",
            "variometer.generate.experiments.0.variants.0.color = \"red\": allowed is no such key;"
                + " known are [bounce, conversion, load-time, name, order-value, weight]",
            "variometer.generate.experiments.0.variants.1.bounce = 0: allowed is 0.01 to 100",
            "variometer.generate.experiments.0.variants.2.name = a: allowed is a name that is used"
                + " once",
            "variometer.generate.shares.bots = 1.5: allowed is 0 to 1",
            "variometer.generate.shares.midnight-visit = 0.1: allowed is no such key; known are "
                + shareKeys(),
            "variometer.generate.shares = the scenarios of a session sum to "
                + scenarioSum()
                + ": allowed is at most 1 for "
                + String.join(
                    " + ", Disturbance.SCENARIOS.stream().map(Disturbance::key).toList()));
  }

  @Test
  void anEmptyListOfSitesIsReportedBesideOtherErrors() {
    assertThat(problems("seed = many, sites = [], experiments = []"))
        .containsExactly(
            "variometer.generate.seed = \"many\": allowed is an integer",
            "variometer.generate.sites = 0 entries: allowed is 1 to 100 entries");
  }

  @Test
  void sharesThatSumToOneAreAllowedWhateverTheRounding() {
    Shares shares = Shares.none();
    for (Disturbance scenario : Disturbance.SCENARIOS) {
      shares = shares.with(scenario, 0.1);
    }
    assertThat(Samples.stormy().withShares(shares).shares()).isEqualTo(shares);
  }

  @Test
  void aKeyThatIsAbsentIsAnError() {
    Config reference = ConfigFactory.defaultReference().getConfig("variometer.generate");
    assertThat(problemsOf(reference.withoutPath("span").withoutPath("shares.bots")))
        .containsExactlyInAnyOrder(
            "variometer.generate.span = (absent): allowed is a duration like 90s or 3h",
            "variometer.generate.shares.bots = (absent): allowed is a number");
  }

  @Test
  void whatIsNoObjectIsReportedAndNotThrown() {
    assertThat(problems("visits = 5\nsites = 5\nexperiments = {}\nshares = []"))
        .isNotEmpty()
        .allMatch(problem -> problem.startsWith("variometer.generate."));
  }

  @Test
  void withReplacesOneThing() {
    GeneratorSettings settings =
        Samples.stormy()
            .withSeed(7)
            .withEvents(9)
            .withTime(Instant.parse("2030-01-01T00:00:00Z"), Duration.ofHours(1))
            .withShare(Disturbance.BOTS, 0.02);
    assertThat(settings.seed()).isEqualTo(7);
    assertThat(settings.events()).isEqualTo(9);
    assertThat(settings.start()).isEqualTo(Instant.parse("2030-01-01T00:00:00Z"));
    assertThat(settings.shares().of(Disturbance.BOTS)).isEqualTo(0.02);
    assertThat(settings.sites()).isEqualTo(Samples.stormy().sites());
  }

  private static GeneratorSettings overridden(String hocon) {
    return GeneratorSettings.from(config(hocon));
  }

  private static Config config(String hocon) {
    return ConfigFactory.parseString(hocon)
        .withFallback(ConfigFactory.defaultReference().getConfig("variometer.generate"));
  }

  private static List<String> problems(String hocon) {
    return problemsOf(config(hocon));
  }

  private static List<String> problemsOf(Config config) {
    return catchThrowableOfType(SettingsException.class, () -> GeneratorSettings.from(config))
        .problems();
  }

  private static double scenarioSum() {
    Shares shares = Samples.defaults().shares();
    return Disturbance.SCENARIOS.stream()
        .mapToDouble(d -> d == Disturbance.BOTS ? 1.5 : shares.of(d))
        .sum();
  }

  private static List<String> shareKeys() {
    return Samples.defaults().shares().byDisturbance().keySet().stream()
        .map(Disturbance::key)
        .sorted()
        .toList();
  }
}
