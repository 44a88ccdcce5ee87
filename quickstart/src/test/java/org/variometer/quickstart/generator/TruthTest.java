package org.variometer.quickstart.generator;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TruthTest {

  @Test
  void everyDisturbanceHappensInTheDefaultRunButThoseThatAreLarge() throws IOException {
    Truth truth = Samples.truth(Samples.defaults().withEvents(200_000));
    Set<Disturbance> off = EnumSet.of(Disturbance.QUARANTINE, Disturbance.OVERSIZED);
    assertThat(truth.disturbances()).containsOnlyKeys(Disturbance.values());
    assertThat(truth.disturbances())
        .allSatisfy(
            (disturbance, count) -> {
              if (off.contains(disturbance)) {
                assertThat(count).isZero();
              } else {
                assertThat(count).as(disturbance.label()).isPositive();
              }
            });
    Set<RejectionReason> reasons = EnumSet.complementOf(EnumSet.of(RejectionReason.OVERSIZED));
    assertThat(truth.batchAccounting().rejected()).containsOnlyKeys(reasons);
  }

  @Test
  void aQuarantinedSessionCountsNowhereButInTheAccounting() throws IOException {
    GeneratorSettings settings =
        Samples.undisturbed().withEvents(40_000).withShare(Disturbance.QUARANTINE, 1);
    Truth truth = Samples.truth(settings);
    long quarantined = truth.batchAccounting().quarantined();
    long visits = truth.batchAccounting().visits();
    assertThat(truth.disturbances().get(Disturbance.QUARANTINE)).isEqualTo(7);
    assertThat(quarantined).isGreaterThan(7 * 5_000);
    assertThat(truth.batchAccounting().used()).isEqualTo(40_000 - quarantined);
    assertThat(visitsOfAll(truth.batchTotals())).isEqualTo(visits);
  }

  @Test
  void robotsAreRejectedAndNothingElseIsThere() throws IOException {
    Truth truth = Samples.truth(Samples.undisturbed().withShare(Disturbance.BOTS, 1));
    long bots = truth.batchAccounting().rejected().get(RejectionReason.BOT);
    assertThat(bots).isBetween(4_900L, 5_000L);
    assertThat(truth.batchAccounting().accepted()).isEqualTo(5_000 - bots);
  }

  @Test
  void anOversizedRecordIsLargerThan256KiB() throws IOException {
    GeneratorSettings settings =
        Samples.undisturbed().withEvents(200).withShare(Disturbance.OVERSIZED, 0.1);
    long large =
        Samples.lines(settings).stream().filter(line -> line.text().length() > 256 * 1024).count();
    assertThat(large).isPositive();
    assertThat(Samples.truth(settings).batchAccounting().rejected())
        .containsEntry(RejectionReason.OVERSIZED, large);
  }

  @Test
  void withoutDisturbancesBothLayersSeeTheSame() throws IOException {
    Truth truth = Samples.truth(Samples.undisturbed());
    assertThat(truth.streamAccounting()).isEqualTo(truth.batchAccounting());
    assertThat(truth.streamTotals()).isEqualTo(truth.batchTotals());
    assertThat(truth.batchAccounting().used()).isEqualTo(5_000);
  }

  @Test
  void theStreamSeesMorePiecesThanTheBatchSeesSessions() throws IOException {
    Truth truth = Samples.truth(Samples.stormy());
    assertThat(truth.streamAccounting().sessions())
        .isGreaterThan(truth.batchAccounting().sessions());
    assertThat(truth.streamAccounting().accepted()).isEqualTo(truth.batchAccounting().accepted());
  }

  @Test
  void configuredEffectsShowInTheTotals() throws IOException {
    VariantSettings strong = new VariantSettings("strong", 1, 3, 2, 0.5, 1);
    GeneratorSettings settings =
        Samples.undisturbed()
            .withEvents(100_000)
            .withExperiments(
                List.of(
                    Samples.experiment(
                        "effect", Step.FIRST, Step.NEVER, Samples.plain("control"), strong)));
    GeneratorSettings rarelyBought =
        settings.withVisits(
            new VisitSettings(
                0.4, 0.4, 0.2, 60, 6, settings.visits().thinkTime(), settings.visits().pageLoad()));
    List<TotalsRow> rows = Samples.truth(rarelyBought).batchTotals();
    TotalsRow control = row(rows, "control");
    TotalsRow changed = row(rows, "strong");
    assertThat(ratio(changed.convertedVisits(), changed.visits()))
        .isGreaterThan(2 * ratio(control.convertedVisits(), control.visits()));
    assertThat(ratio(changed.revenue(), changed.orders()))
        .isGreaterThan(1.6 * ratio(control.revenue(), control.orders()));
    assertThat(ratio(changed.bounces(), changed.visits()))
        .isLessThan(0.7 * ratio(control.bounces(), control.visits()));
  }

  private static TotalsRow row(List<TotalsRow> rows, String variant) {
    return rows.stream()
        .filter(r -> r.site().equals("shop") && r.variant().equals(variant))
        .findFirst()
        .orElseThrow();
  }

  private static double ratio(long above, long below) {
    return (double) above / below;
  }

  private static long visitsOfAll(List<TotalsRow> rows) {
    return rows.stream()
        .filter(r -> r.population().equals("all"))
        .mapToLong(TotalsRow::visits)
        .sum();
  }

  @Test
  void itIsWrittenAsJsonWithAmountsInMicros() throws IOException {
    Truth truth = Samples.truth(Samples.stormy());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    truth.writeTo(out);
    Config json = ConfigFactory.parseString(out.toString(StandardCharsets.UTF_8));
    assertThat(json.getLong("seed")).isEqualTo(42);
    assertThat(json.getLong("events")).isEqualTo(5_000);
    assertThat(json.getLong("from")).isEqualTo(truth.from()).isLessThan(json.getLong("to"));
    assertThat(json.getLong("accounting.batch.ignored_performance"))
        .isEqualTo(truth.batchAccounting().ignoredPerformance());
    assertThat(json.getLong("accounting.stream.rejected.too_late"))
        .isEqualTo(truth.streamAccounting().rejected().get(RejectionReason.TOO_LATE));
    assertThat(json.getConfigList("totals.stream")).hasSameSizeAs(truth.streamTotals());
    Config first = json.getConfigList("totals.batch").get(0);
    assertThat(first.getString("site")).isEqualTo("outlet");
    assertThat(first.getString("population")).isEqualTo("all");
    assertThat(first.getLong("visit_revenue")).isEqualTo(truth.batchTotals().get(0).revenue());
    assertThat(json.getLong("disturbances.midnight_visit")).isPositive();
  }
}
