package org.variometer.store.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.variometer.config.VariometerConfig;

/** Slots are run again by the rules that they were run by (spec §5). */
class RecordedRulesTest {
  private static final String QUARANTINE = "variometer.session.max-beacons";

  private static Config config(String maxBeacons) {
    return VariometerConfig.load(
        Optional.empty(), Map.of(QUARANTINE, maxBeacons, "variometer.region", "eu"));
  }

  @Test
  void whatRecordsMeanIsAsItWasRecordedAndAllElseAsItIs() {
    Config applied = RecordedRules.applied(RecordedRules.of(config("7")), config("9"));
    assertThat(applied.getInt(QUARANTINE)).isEqualTo(7);
    assertThat(applied.getString("variometer.region")).isEqualTo("eu");
    assertThat(VariometerConfig.from(applied).region()).isEqualTo("eu");
  }

  @Test
  void itSaysInWhichCurrencyAmountsAre() {
    Config inEuros =
        VariometerConfig.load(Optional.empty(), Map.of("variometer.currency.reporting", "EUR"));
    assertThat(RecordedRules.currency(RecordedRules.of(inEuros))).isEqualTo("EUR");
  }

  @Test
  void aRuleThatAnEarlierReleaseDidNotHaveIsAsByDefault() {
    String recorded =
        ConfigFactory.parseString(RecordedRules.of(config("7")))
            .withoutPath(QUARANTINE)
            .root()
            .render(ConfigRenderOptions.concise());
    Config applied = RecordedRules.applied(recorded, config("9"));
    assertThat(VariometerConfig.from(applied)).isNotNull();
    assertThat(applied)
        .isEqualTo(
            RecordedRules.applied(
                RecordedRules.of(VariometerConfig.load(Optional.empty(), Map.of())), config("9")));
  }
}
