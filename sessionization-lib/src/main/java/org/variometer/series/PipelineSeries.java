package org.variometer.series;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.variometer.beacon.TextForm;

/**
 * A series about the pipeline's own health.
 *
 * @param measure what it measures: its name without {@link #PREFIX}
 * @param region where the pipeline runs
 * @param layer which layer it is of, like {@code stream} or {@code batch}
 * @param more at most one more tag, by its name
 */
public record PipelineSeries(String measure, String region, String layer, Map<String, String> more)
    implements Series {
  /** With what the names of all these series begin. */
  public static final String PREFIX = Series.PREFIX + "pipeline.";

  private static final String REGION = "region";
  private static final String LAYER = "layer";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}(\\.[a-z0-9_]{1,64})*");
  private static final Pattern TAG = Pattern.compile("[a-z][a-z0-9_]{0,63}");

  /** Copies the tags. */
  public PipelineSeries {
    more = Map.copyOf(more);
  }

  /** A series with the two tags that all have. */
  public PipelineSeries(String measure, String region, String layer) {
    this(measure, region, layer, Map.of());
  }

  @Override
  public String name() {
    return PREFIX + measure;
  }

  @Override
  public Map<String, String> tags() {
    Map<String, String> tags = new TreeMap<>(more);
    tags.put(REGION, region);
    tags.put(LAYER, layer);
    return tags;
  }

  @Override
  public Optional<String> problem() {
    if (!NAME.matcher(measure).matches()) {
      return Optional.of("no name of a pipeline series: " + measure);
    }
    if (more.size() > 1 || more.containsKey(REGION) || more.containsKey(LAYER)) {
      return Optional.of("more tags than region, layer and one other: " + more.keySet());
    }
    for (Map.Entry<String, String> tag : tags().entrySet()) {
      if (!TAG.matcher(tag.getKey()).matches() || TextForm.of(tag.getValue()) != TextForm.GOOD) {
        return Optional.of(
            "a tag that is no name of 1 to 128 characters: "
                + tag.getKey()
                + "='"
                + tag.getValue()
                + "'");
      }
    }
    return Optional.empty();
  }

  /** The series of this name and these tags; empty if it is no pipeline's. */
  static Optional<PipelineSeries> of(String name, Map<String, String> tags) {
    if (!name.startsWith(PREFIX) || !tags.containsKey(REGION) || !tags.containsKey(LAYER)) {
      return Optional.empty();
    }
    Map<String, String> more = new TreeMap<>(tags);
    String region = more.remove(REGION);
    String layer = more.remove(LAYER);
    return Optional.of(new PipelineSeries(name.substring(PREFIX.length()), region, layer, more))
        .filter(series -> series.problem().isEmpty());
  }
}
