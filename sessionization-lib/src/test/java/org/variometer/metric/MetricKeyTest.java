package org.variometer.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.variometer.metric.Population.ALL;
import static org.variometer.metric.Population.ASSIGNED;
import static org.variometer.metric.Population.QUALIFIED;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys and tags in the order in which they are exported (spec §9). */
class MetricKeyTest {

  @Test
  void theHashIsTheSameForEverBecauseKeptTotalsAreDividedByIt() {
    assertThat(new MetricKey("shop.example", "checkout", "one_step", ASSIGNED).hashCode())
        .isEqualTo(1909165437);
  }

  @Test
  void keysAreOrderedBySiteExperimentVariantAndPopulationByTheirUtf8() {
    List<MetricKey> ordered =
        List.of(
            new MetricKey("A", "z", "z", QUALIFIED),
            new MetricKey("a", "Z", "z", QUALIFIED),
            MetricKey.all("a"),
            new MetricKey("a", "e", "a", ALL),
            new MetricKey("a", "e", "a", ASSIGNED),
            new MetricKey("a", "e", "a", QUALIFIED),
            new MetricKey("a", "e", "b", ALL),
            new MetricKey("a", "e", "ä", ALL),
            new MetricKey("a", "｡", "a", ALL),
            new MetricKey("a", "😀", "a", ALL),
            new MetricKey("ab", "a", "a", ALL));

    for (int i = 0; i < ordered.size(); i++) {
      for (int j = 0; j < ordered.size(); j++) {
        assertThat(Integer.signum(ordered.get(i).compareTo(ordered.get(j))))
            .as("%s %s", ordered.get(i), ordered.get(j))
            .isEqualTo(Integer.compare(i, j));
        assertThat(ordered.get(i).equals(ordered.get(j))).isEqualTo(i == j);
      }
    }
  }

  @Test
  void equalKeysAreOneKey() {
    MetricKey key = new MetricKey("a", "e", "v", ASSIGNED);
    MetricKey same = new MetricKey("a", "e", "v", Population.valueOf("ASSIGNED"));

    assertThat(same).isEqualTo(key).hasSameHashCodeAs(key);
  }

  @Test
  void tagsRiseLikeTheirBytes() {
    assertThat(Population.values())
        .extracting(Population::tag)
        .containsExactly("all", "assigned", "qualified");
    assertThat(Granularity.values()).extracting(Granularity::tag).containsExactly("1d", "1h", "1m");
    assertThat(Granularity.values())
        .extracting(Granularity::millis)
        .containsExactly(86_400_000L, 3_600_000L, 60_000L);
  }
}
