package org.variometer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.variometer.config.VariometerConfig;
import org.variometer.spark.Rules;

/** Two regions are told apart by what decides numbers, and by nothing else (spec §7). */
class NumbersRulesTest {
  private static final String DIGEST = digest(Map.of());

  @ParameterizedTest
  @CsvSource({
    "variometer.region, elsewhere",
    "variometer.kafka.bootstrap-servers, elsewhere:9092",
    "variometer.stream.checkpoint.directory, /elsewhere",
    "variometer.stream.shards, 7",
    "variometer.stream.batch-interval, 7s"
  })
  void whereAndHowFastAStreamRunsIsNoRule(String key, String value) {
    assertThat(digest(Map.of(key, value))).isEqualTo(DIGEST);
  }

  @ParameterizedTest
  @CsvSource({
    "variometer.currency.reporting, EUR",
    "variometer.currency.rates.GBP, 1.27",
    "variometer.session.max-beacons, 4999",
    "variometer.order.max-revenue, 9999999",
    "variometer.stream.hold-hours, 25",
    "variometer.stream.exact-visitors, 100"
  })
  void whatDecidesNumbersIsOne(String key, String value) {
    assertThat(digest(Map.of(key, value))).isNotEqualTo(DIGEST);
  }

  private static String digest(Map<String, String> options) {
    return NumbersRules.digest(new Rules(VariometerConfig.load(Optional.empty(), options)));
  }
}
