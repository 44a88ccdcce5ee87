package org.variometer.monitor.probe;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The stream's sums since its state began, as of each micro-batch of a while. Where it began
 * without state they begin anew with it, and what they have grown by from one micro-batch to the
 * next can't be known.
 *
 * @param read records read, by the micro-batch's time, ms since the epoch
 * @param since from which arrival on sums count, in seconds since the epoch, the same way; a
 *     micro-batch may lack it
 */
record Sums(NavigableMap<Long, Double> read, NavigableMap<Long, Double> since) {
  /** Copies the maps. */
  Sums {
    read = new TreeMap<>(read);
    since = new TreeMap<>(since);
  }

  /** By how much one of them has grown, which is 0 until it has a value. */
  double grown(NavigableMap<Long, Double> sum) {
    TreeSet<Long> times = new TreeSet<>(read.keySet());
    times.addAll(sum.keySet());
    double grown = 0;
    boolean first = true;
    double last = 0;
    double counted = Double.POSITIVE_INFINITY;
    for (long time : times) {
      double from = since.getOrDefault(time, counted);
      boolean anew = from > counted;
      double value = sum.getOrDefault(time, anew ? 0.0 : last);
      if (!first && !anew) {
        grown += Math.max(0, value - last);
      }
      first = false;
      last = value;
      counted = from;
    }
    return grown;
  }
}
