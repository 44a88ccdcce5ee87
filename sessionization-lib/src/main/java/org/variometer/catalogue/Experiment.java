package org.variometer.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.variometer.json.Utf8;
import org.variometer.readout.ReadoutMetric;
import org.variometer.readout.Span;

/**
 * An experiment, as its owner has described it or, without that, as its visits show it.
 *
 * @param id its name in beacons
 * @param name its name for people
 * @param hypothesis what it is to find out; empty if nobody has said it
 * @param owner who answers for it; empty if nobody has said it
 * @param sites the sites that it runs on; empty if on all
 * @param variants its variants, in their owner's order
 * @param control the name of the variant that the others are compared with
 * @param span when it runs
 * @param primary what is to get better, at least one metric, the first being the one to show first
 * @param guardrails what must not get worse
 * @param winsorized the percentile, from 50 to below 100, that greater values of means are taken
 *     for; empty if they are taken as they are
 * @param cuped whether means are adjusted by what visitors did before
 * @param note what people have to know of how this came about; empty if there is nothing
 */
public record Experiment(
    String id,
    String name,
    String hypothesis,
    String owner,
    Set<String> sites,
    List<Variant> variants,
    String control,
    Span span,
    List<ReadoutMetric> primary,
    List<GuardrailMetric> guardrails,
    OptionalDouble winsorized,
    boolean cuped,
    Optional<String> note) {
  /** What a control is called where nobody says which one it is. */
  public static final String CONTROL = "control";

  /** Copies the collections. */
  public Experiment {
    sites = Set.copyOf(sites);
    variants = List.copyOf(variants);
    primary = List.copyOf(primary);
    guardrails = List.copyOf(guardrails);
  }

  /** Whether it runs on a site. */
  public boolean isOn(String site) {
    return sites.isEmpty() || sites.contains(site);
  }

  /**
   * An experiment that nobody has described: of equal weights, with the variant {@link #CONTROL} as
   * control, without one the first in the order of UTF-8.
   *
   * @param id its name in beacons
   * @param seen the variants that visits mention, at least one
   * @param primary what is compared
   * @param note why nobody has
   */
  static Experiment undescribed(String id, Set<String> seen, ReadoutMetric primary, String note) {
    SortedSet<String> names = new TreeSet<>(Utf8::compare);
    names.addAll(seen);
    String control = names.contains(CONTROL) ? CONTROL : names.first();
    return new Experiment(
        id,
        id,
        "",
        "",
        Set.of(),
        names.stream().map(name -> new Variant(name, 1)).toList(),
        control,
        Span.ALL,
        List.of(primary),
        List.of(),
        OptionalDouble.empty(),
        false,
        Optional.of(note + ": equal weights of the variants seen, control " + control));
  }
}
