package org.variometer.metric;

import org.variometer.beacon.Mention;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.json.Utf8;

/**
 * What a total is kept for, beside its bucket of time.
 *
 * @param site tenant, shop or app
 * @param experiment the experiment, {@link Mention#ALL} for all visits
 * @param variant the variant, {@link Mention#ALL} or {@link Mention#MULTIPLE}
 * @param population the population
 */
public record MetricKey(String site, String experiment, String variant, Population population)
    implements Comparable<MetricKey> {

  /** The key under which every visit of a site counts. */
  public static MetricKey all(String site) {
    return new MetricKey(site, Mention.ALL, Mention.ALL, Population.ALL);
  }

  // Written out: looked up for every visit, and the generated ones are slower.
  @Override
  public boolean equals(Object other) {
    return other instanceof MetricKey that
        && population == that.population
        && variant.equals(that.variant)
        && experiment.equals(that.experiment)
        && site.equals(that.site);
  }

  /** The same in every process and release: the parts of a state that is kept are chosen by it. */
  @Override
  public int hashCode() {
    return 31 * (31 * (31 * site.hashCode() + experiment.hashCode()) + variant.hashCode())
        + population.tag().hashCode();
  }

  /** Writes it. */
  public void writeTo(ByteWriter out) {
    out.writeText(site);
    out.writeText(experiment);
    out.writeText(variant);
    out.writeText(population.tag());
  }

  /** Reads what {@link #writeTo} wrote. */
  public static MetricKey readFrom(ByteReader in) {
    return new MetricKey(in.readText(), in.readText(), in.readText(), population(in.readText()));
  }

  private static Population population(String tag) {
    return Population.ofTag(tag)
        .orElseThrow(() -> new IllegalArgumentException("no population: " + tag));
  }

  /** Orders by site, experiment, variant and population, each by its UTF-8 bytes. */
  @Override
  public int compareTo(MetricKey other) {
    int c = Utf8.compare(site, other.site);
    if (c == 0) {
      c = Utf8.compare(experiment, other.experiment);
    }
    if (c == 0) {
      c = Utf8.compare(variant, other.variant);
    }
    return c != 0 ? c : population.compareTo(other.population);
  }
}
