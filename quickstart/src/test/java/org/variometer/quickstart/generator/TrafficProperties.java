package org.variometer.quickstart.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The plan says what belongs together; here the times of the beacons have to agree. */
class TrafficProperties {
  private static final long LIMIT = 35 * 60_000;
  private static final long HOUR = 3_600_000;

  @Property
  void exactlyAsManyRecordsAreWrittenAsWereAsked(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 700) int events) throws IOException {
    GeneratorSettings settings = Samples.stormy().withSeed(seed).withEvents(events);
    assertThat(Samples.lines(settings)).hasSize(events);
  }

  @Property
  void everyRecordIsAccountedForOnce(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 2_000) int events) throws IOException {
    Truth truth = Samples.truth(Samples.stormy().withSeed(seed).withEvents(events));
    for (Accounting counts : List.of(truth.batchAccounting(), truth.streamAccounting())) {
      long rejected = counts.rejected().values().stream().mapToLong(Long::longValue).sum();
      assertThat(counts.read()).isEqualTo(events).isEqualTo(counts.accepted() + rejected);
      assertThat(counts.accepted())
          .isEqualTo(counts.used() + counts.duplicate() + counts.quarantined());
    }
  }

  @Property
  void visitsAreApartExactlyWhereMoreThan35MinutesSeparateThem(@ForAll long seed) {
    for (PlannedSession session : sessions(seed)) {
      TreeMap<Long, Place> batch = new TreeMap<>();
      Map<Integer, TreeMap<Long, Place>> stream = new HashMap<>();
      for (PlannedRecord planned : accepted(session)) {
        long timestamp = planned.beacon().timestamp();
        if (planned.standsInBatch()) {
          batch.put(timestamp, planned.place());
        }
        if (planned.standsInStream()) {
          stream
              .computeIfAbsent(planned.place().piece(), piece -> new TreeMap<>())
              .put(timestamp, planned.place());
        }
      }
      assertSeparated(batch, View.BATCH);
      stream.values().forEach(piece -> assertSeparated(piece, View.STREAM));
    }
  }

  private static void assertSeparated(SortedMap<Long, Place> byTime, View view) {
    Map.Entry<Long, Place> before = null;
    for (Map.Entry<Long, Place> entry : byTime.entrySet()) {
      if (before != null) {
        int known = view.visit(before.getValue());
        boolean apart = entry.getKey() - before.getKey() > LIMIT;
        assertThat(view.visit(entry.getValue())).isEqualTo(apart ? known + 1 : known);
      }
      before = entry;
    }
  }

  @Property
  void piecesAreApartExactlyWhereMoreThan35MinutesOfArrivalSeparateThem(@ForAll long seed) {
    for (PlannedSession session : sessions(seed)) {
      PlannedRecord before = null;
      for (PlannedRecord planned : accepted(session)) {
        if (before != null) {
          boolean apart = planned.arrival() - before.arrival() > LIMIT;
          boolean other = planned.place().piece() != before.place().piece();
          assertThat(other).isEqualTo(apart);
        }
        before = planned;
      }
    }
  }

  @Property
  void ofTheRecordsWithOneIdentityOneStandsAndItIsTheEarliest(@ForAll long seed) {
    for (PlannedSession session : sessions(seed)) {
      Map<Long, PlannedBeacon> standing = new HashMap<>();
      Set<List<Long>> standingInPiece = new HashSet<>();
      for (PlannedRecord planned : accepted(session)) {
        long id = planned.beacon().idHigh();
        if (planned.standsInBatch()) {
          assertThat(standing.put(id, planned.beacon())).isNull();
        }
        if (planned.standsInStream()) {
          assertThat(standingInPiece.add(List.of(id, (long) planned.place().piece()))).isTrue();
        }
      }
      for (PlannedRecord planned : accepted(session)) {
        assertThat(standing.get(planned.beacon().idHigh()).timestamp())
            .isLessThanOrEqualTo(planned.beacon().timestamp());
        assertThat(standingInPiece)
            .contains(List.of(planned.beacon().idHigh(), (long) planned.place().piece()));
      }
    }
  }

  @Property
  void clocksAreWrongExactlyWhereARecordIsRejectedForThem(@ForAll long seed) {
    for (PlannedSession session : sessions(seed)) {
      for (PlannedRecord planned : session.records()) {
        long ahead = planned.beacon().timestamp() - planned.arrival();
        assertThat(ahead > HOUR / 12).isEqualTo(planned.flaw() == Flaw.AHEAD);
        assertThat(-ahead > 72 * HOUR).isEqualTo(planned.flaw() == Flaw.BEHIND);
        assertThat(planned.receivedAt() || ahead == 0).isTrue();
      }
    }
  }

  private static List<PlannedSession> sessions(long seed) {
    SessionPlanner planner = new SessionPlanner(Samples.stormy().withSeed(seed));
    List<PlannedSession> sessions = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sessions.add(planner.plan(1_795_000_000_000L + i * 1_000L, Integer.MAX_VALUE));
    }
    return sessions;
  }

  private static List<PlannedRecord> accepted(PlannedSession session) {
    return session.records().stream().filter(planned -> planned.flaw() == null).toList();
  }
}
