package org.variometer.readout;

import java.util.Optional;
import org.variometer.beacon.Mention;
import org.variometer.metric.Population;

/**
 * A visitor whom an experiment treated, and what it did by intention to treat. Arrays are in the
 * order of {@link ReadoutMetrics#measures}, amounts in micros, and to be left alone.
 *
 * @param site tenant, shop or app
 * @param experiment the experiment
 * @param population {@link Population#ASSIGNED} or {@link Population#QUALIFIED}
 * @param variant the variant that it met first; {@link Mention#MULTIPLE} if its first visit
 *     mentions several and is known from rows that don't say which of them came first
 * @param since its first exposure in the experiment's time, ms since the epoch
 * @param several whether its visits mention more than one variant in the experiment's time
 * @param sums what counts since: of the visits that brought the exposure what is attributed, of
 *     those that began later and before the experiment's end everything
 * @param before the sums of all its visits on the 14 UTC days before the day of its first
 *     assignment; empty if it was not there
 */
@SuppressWarnings("ArrayRecordComponent") // Millions of them; compared nowhere.
public record TreatedVisitor(
    String site,
    String experiment,
    Population population,
    String variant,
    long since,
    boolean several,
    long[] sums,
    Optional<long[]> before) {}
