package org.variometer.rolling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.metric.MetricKey;

/**
 * The visitors of one part of all, as the rolling metrics need them: for each visitor and key the
 * minute in which the visitor was last seen, and for each key how many were last seen in which
 * minute, so that a minute costs what was seen in it, however long the window (spec §4). Immutable.
 *
 * <p>A sighting counts from the minute of its arrival on. Minutes that the log has not passed yet
 * wait, so that a count never knows of what arrived after its window.
 */
public final class RollingVisitors {
  /** Nobody seen, no minute passed. */
  public static final RollingVisitors EMPTY =
      new RollingVisitors(
          LastSeen.NEVER,
          List.of(),
          RollingWindow.empty(RollingMetric.UNIQUE_VISITORS_24H.minutes()),
          RollingWindow.empty(RollingMetric.MULTIPLE_EXPOSURE_VISITORS_12H.minutes()));

  /** The last minute that has passed: what arrived before it is in the windows. */
  private final int passed;

  /** Logs of one minute each, not before {@link #passed}. */
  private final List<SightingLog> waiting;

  private final RollingWindow seen;
  private final RollingWindow exposed;

  private RollingVisitors(
      int passed, List<SightingLog> waiting, RollingWindow seen, RollingWindow exposed) {
    this.passed = passed;
    this.waiting = waiting;
    this.seen = seen;
    this.exposed = exposed;
  }

  /** The number of pairs of visitor and key that are held at most. */
  public int size() {
    return seen.size() + exposed.size();
  }

  /**
   * The state after a micro-batch.
   *
   * @param sightings what it saw
   * @param epochMinute the last minute that the log has passed with it: all that arrives before it
   *     has arrived, but for stragglers
   * @param counts takes the counts at each minute newly passed, in order
   */
  public RollingVisitors advance(
      List<SightingLog> sightings, int epochMinute, Consumer<RollingCount> counts) {
    List<SightingLog> news = sightings.stream().filter(log -> log.size() > 0).toList();
    if (news.isEmpty() && epochMinute <= passed) {
      return this;
    }
    return new Advance(news).to(Math.max(epochMinute, passed), counts);
  }

  /** Writes it. */
  public void writeTo(ByteWriter out) {
    out.writeSigned(passed);
    out.writeAll(waiting, SightingLog::writeTo);
    seen.writeTo(out);
    exposed.writeTo(out);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static RollingVisitors readFrom(ByteReader in) {
    int passed = (int) in.readSigned();
    List<SightingLog> waiting = in.readAll(SightingLog::readFrom);
    RollingWindow seen = RollingWindow.readFrom(in, EMPTY.seen.minutes());
    RollingWindow exposed = RollingWindow.readFrom(in, EMPTY.exposed.minutes());
    return new RollingVisitors(passed, waiting, seen, exposed);
  }

  /** The work of one step. */
  private final class Advance {
    private final RollingWindow.Step seenStep = seen.step();
    private final RollingWindow.Step exposedStep = exposed.step();
    private final SortedMap<Integer, List<SightingLog>> byMinute = new TreeMap<>();

    Advance(List<SightingLog> news) {
      for (SightingLog log : waiting) {
        await(log.minute(0), log);
      }
      for (SightingLog log : news) {
        log.splitByMinute().forEach(this::await);
      }
    }

    private void await(int minute, SightingLog log) {
      byMinute.computeIfAbsent(minute, m -> new ArrayList<>()).add(log);
    }

    RollingVisitors to(int target, Consumer<RollingCount> counts) {
      int minute = passed;
      // Stragglers count from now on, in the minute in which they should have come.
      while (!byMinute.isEmpty() && byMinute.firstKey() < minute) {
        apply(byMinute.remove(byMinute.firstKey()), minute);
      }
      while (minute < target) {
        if (seenStep.isEmpty() && exposedStep.isEmpty()) {
          // Nobody in any window: on to where somebody is.
          minute = byMinute.isEmpty() ? target : Math.min(target, byMinute.firstKey());
          if (minute == target) {
            break;
          }
        }
        List<MetricKey> seenBefore = seenStep.keys();
        List<MetricKey> exposedBefore = exposedStep.keys();
        Map<MetricKey, Long> hourBefore = new HashMap<>();
        for (MetricKey key : seenBefore) {
          hourBefore.put(
              key, seenStep.sum(key, minute, RollingMetric.UNIQUE_VISITORS_1H.minutes()));
        }
        minute++;
        seenStep.forget(minute - 1 - seen.minutes());
        exposedStep.forget(minute - 1 - exposed.minutes());
        apply(byMinute.getOrDefault(minute - 1, List.of()), minute);
        byMinute.remove(minute - 1);
        count(minute, seenBefore, hourBefore, exposedBefore, counts);
      }
      return new RollingVisitors(
          minute,
          byMinute.values().stream().flatMap(List::stream).toList(),
          seenStep.build(minute - seen.minutes()),
          exposedStep.build(minute - exposed.minutes()));
    }

    private void count(
        int minute,
        List<MetricKey> seenBefore,
        Map<MetricKey, Long> hourBefore,
        List<MetricKey> exposedBefore,
        Consumer<RollingCount> counts) {
      for (MetricKey key : union(seenBefore, seenStep.keys())) {
        long hour = seenStep.sum(key, minute, RollingMetric.UNIQUE_VISITORS_1H.minutes());
        if (hour != 0 || hourBefore.getOrDefault(key, 0L) != 0) {
          counts.accept(new RollingCount(RollingMetric.UNIQUE_VISITORS_1H, key, minute, hour));
        }
        counts.accept(
            new RollingCount(
                RollingMetric.UNIQUE_VISITORS_24H,
                key,
                minute,
                seenStep.sum(key, minute, seen.minutes())));
      }
      for (MetricKey key : union(exposedBefore, exposedStep.keys())) {
        counts.accept(
            new RollingCount(
                RollingMetric.MULTIPLE_EXPOSURE_VISITORS_12H,
                key,
                minute,
                exposedStep.sum(key, minute, exposed.minutes())));
      }
    }

    private static Set<MetricKey> union(List<MetricKey> a, List<MetricKey> b) {
      Set<MetricKey> all = new TreeSet<>(a);
      all.addAll(b);
      return all;
    }

    /** Lays the sightings of one minute into the windows that end at {@code end}. */
    private void apply(List<SightingLog> logs, int end) {
      for (SightingLog log : logs) {
        Viewed[] viewed =
            log.views().stream()
                .map(views -> new Viewed(views, seenStep, exposedStep))
                .toArray(Viewed[]::new);
        for (int i = 0; i < log.size(); i++) {
          Viewed views = viewed[log.viewsOf(i)];
          views.see(log.visitor(i), log.minute(i), end - seen.minutes());
          views.expose(log.visitor(i), log.minute(i), end - exposed.minutes());
        }
      }
    }
  }
}
