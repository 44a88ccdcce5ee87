package org.variometer.oracle;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Mentions of 2 experiments with 3 variants each (SPEC §1, §3). */
final class MentionArbitraries {

  private MentionArbitraries() {}

  static Arbitrary<List<Map<String, Object>>> mentions() {
    Arbitrary<String> experiments = Arbitraries.of("checkout", "checkout", "preis=9,99 %");
    Arbitrary<String> variants =
        Arbitraries.of(
            "control", "control", "control", "treatment", "gr\u00f6\u00dfer \ud83d\ude00");
    Arbitrary<Map<String, Object>> mention =
        Combinators.combine(experiments, variants)
            .as((experiment, variant) -> Map.of("experiment", experiment, "variant", variant));
    return Arbitraries.oneOf(
        mention.list().ofSize(1), mention.list().ofSize(1), mention.list().ofMaxSize(3));
  }
}
