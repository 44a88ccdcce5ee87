package org.variometer.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;

/** The names of series, their tags and what keeps them from being written. */
class SeriesTest {
  private static final MetricKey KEY =
      new MetricKey("shop", "checkout", "one_step", Population.QUALIFIED);

  @Test
  void aMetricsSeriesHasFiveTagsAndComesBackFromThem() {
    MetricSeries series = new MetricSeries("perf.lcp.p50", KEY, Resolution.HOUR);
    assertThat(series.name()).isEqualTo("variometer.perf.lcp.p50");
    assertThat(series.tags())
        .isEqualTo(
            Map.of(
                "site", "shop",
                "experiment", "checkout",
                "variant", "one_step",
                "population", "qualified",
                "granularity", "1h"));
    assertThat(Series.of(series.name(), series.tags())).contains(series);
  }

  @Test
  void aPipelinesSeriesHasTwoOrThreeTagsAndComesBackFromThem() {
    PipelineSeries two = new PipelineSeries("delay", "eu", "stream");
    assertThat(two.name()).isEqualTo("variometer.pipeline.delay");
    assertThat(two.tags()).isEqualTo(Map.of("region", "eu", "layer", "stream"));
    PipelineSeries three = new PipelineSeries("lag", "eu", "batch", Map.of("topic", "beacons"));
    assertThat(three.tags())
        .isEqualTo(Map.of("region", "eu", "layer", "batch", "topic", "beacons"));
    assertThat(Series.of(two.name(), two.tags())).contains(two);
    assertThat(Series.of(three.name(), three.tags())).contains(three);
  }

  @Test
  void otherTagsAreNoSeriesOfOurs() {
    Map<String, String> tags = new MetricSeries("visits", KEY, Resolution.HOUR).tags();
    assertThat(Series.of("visits", tags)).isEmpty();
    assertThat(Series.of("variometer.Visits", tags)).isEmpty();
    assertThat(Series.of("variometer.pipeline.visits", tags)).isEmpty();
    for (String tag : MetricSeries.TAGS) {
      Map<String, String> fewer = new HashMap<>(tags);
      fewer.remove(tag);
      assertThat(Series.of("variometer.visits", fewer)).isEmpty();
      fewer.put(tag, "");
      assertThat(Series.of("variometer.visits", fewer)).as("empty %s", tag).isEmpty();
    }
    Map<String, String> more = new TreeMap<>(tags);
    more.put("host", "a");
    assertThat(Series.of("variometer.visits", more)).isEmpty();
    Map<String, String> unknown = new TreeMap<>(tags);
    unknown.put("granularity", "5m");
    assertThat(Series.of("variometer.visits", unknown)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Visits",
        "1visits",
        "vis its",
        "visits.",
        ".visits",
        "a..b",
        "pipeline.x",
        "ö"
      })
  void namesThatAreNoMetricsAreProblems(String metric) {
    assertThat(new MetricSeries(metric, KEY, Resolution.DAY).problem()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "visits",
        "perf.page_load.p95",
        "unique_visitors.rolling_1h",
        "adds2",
        "pipelines"
      })
  void namesOfMetricsAreNone(String metric) {
    assertThat(new MetricSeries(metric, KEY, Resolution.DAY).problem()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", "a\nb", "\uD800"})
  void tagsThatAreNoNamesAreProblems(String name) {
    for (MetricKey key :
        new MetricKey[] {
          new MetricKey(name, "e", "v", Population.ALL),
          new MetricKey("s", name, "v", Population.ALL),
          new MetricKey("s", "e", name, Population.ALL)
        }) {
      assertThat(new MetricSeries("visits", key, Resolution.DAY).problem()).isPresent();
    }
    assertThat(new PipelineSeries("delay", name, "stream").problem()).isPresent();
    assertThat(new PipelineSeries("delay", "eu", "stream", Map.of("t", name)).problem())
        .isPresent();
  }

  @Test
  void aPipelinesSeriesHasAtMostOneMoreTag() {
    assertThat(new PipelineSeries("x", "eu", "s", Map.of("a", "1", "b", "2")).problem())
        .isPresent();
    assertThat(new PipelineSeries("x", "eu", "s", Map.of("region", "us")).problem()).isPresent();
    assertThat(new PipelineSeries("x", "eu", "s", Map.of("A", "1")).problem()).isPresent();
    assertThat(new PipelineSeries("X", "eu", "s").problem()).isPresent();
  }

  @Test
  void resolutionsAreInTheOrderOfTheirTags() {
    assertThat(Resolution.values()).isSortedAccordingTo((a, b) -> a.tag().compareTo(b.tag()));
    assertThat(Resolution.ofTag("rolling")).contains(Resolution.ROLLING);
    assertThat(Resolution.ofTag("1w")).isEmpty();
  }
}
