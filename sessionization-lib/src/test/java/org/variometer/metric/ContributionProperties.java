package org.variometer.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.BeaconRecord;
import org.variometer.session.Merge;
import org.variometer.session.Records;
import org.variometer.session.SessionCodec;
import org.variometer.session.SessionMerger;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;
import org.variometer.session.Traffic;

/** A total is always the sum over the visits as now known (spec §4). */
class ContributionProperties {
  private static final MetricCatalog CATALOG = new MetricCatalog(Traffic.METRICS);

  @Property
  void theDifferencesOfAnyMergesSumUpToWhatTheLastStateContributes(
      @ForAll("sessions") List<List<BeaconRecord>> sessions,
      @ForAll("rules") SessionRules rules,
      @ForAll boolean throughBytes,
      @ForAll long seed) {
    for (List<BeaconRecord> session : sessions) {
      Random random = new Random(seed);
      List<BeaconRecord> shuffled = new ArrayList<>(session);
      Collections.shuffle(shuffled, random);
      CountingSink sink = new CountingSink();
      SessionState state = SessionState.EMPTY;
      for (List<BeaconRecord> part : Traffic.cut(shuffled, random)) {
        Merge merge = new SessionMerger(rules).merge(state, part);
        contributions(rules).addDifference("shop", merge, sink);
        state = throughBytes ? throughBytes(merge.merged()) : merge.merged();
      }
      assertThat(sink.cells()).isEqualTo(contributed(state, rules));
    }
  }

  @Property
  void whatIsTakenBackLeavesNothing(
      @ForAll("sessions") List<List<BeaconRecord>> sessions, @ForAll("rules") SessionRules rules) {
    for (List<BeaconRecord> session : sessions) {
      Merge merge = new SessionMerger(rules).merge(SessionState.EMPTY, session);
      CountingSink sink = new CountingSink();
      contributions(rules).addDifference("shop", merge, sink);
      contributions(rules)
          .addDifference("shop", new Merge(merge.merged(), SessionState.EMPTY), sink);
      assertThat(sink.cells()).isEmpty();
    }
  }

  @Property
  void aSessionThatIsQuarantinedLeavesNothing(
      @ForAll("sessions") List<List<BeaconRecord>> sessions) {
    SessionRules rules = SessionRules.batch(40);
    for (List<BeaconRecord> session : sessions) {
      CountingSink sink = new CountingSink();
      SessionMerger merger = new SessionMerger(rules);
      Merge first = merger.merge(SessionState.EMPTY, session);
      contributions(rules).addDifference("shop", first, sink);
      Merge second = merger.merge(first.merged(), tooMany(session.get(0), 41));
      contributions(rules).addDifference("shop", second, sink);
      boolean all = second.merged().pieces().size() == 1;
      if (all) {
        assertThat(second.merged().pieces().get(0).isQuarantined()).isTrue();
        assertThat(sink.cells()).isEmpty();
      }
      assertThat(sink.cells()).isEqualTo(contributed(second.merged(), rules));
    }
  }

  @Property
  void recordsThatComeAgainContributeNothing(
      @ForAll("sessions") List<List<BeaconRecord>> sessions, @ForAll("rules") SessionRules rules) {
    for (List<BeaconRecord> session : sessions) {
      SessionMerger merger = new SessionMerger(rules);
      SessionState known = merger.merge(SessionState.EMPTY, session).merged();
      CountingSink sink = new CountingSink();
      contributions(rules).addDifference("shop", merger.merge(known, session), sink);
      assertThat(sink.takeCalls()).isZero();
    }
  }

  @Provide
  Arbitrary<List<List<BeaconRecord>>> sessions() {
    return Traffic.sessions();
  }

  @Provide
  Arbitrary<SessionRules> rules() {
    return Arbitraries.of(
        SessionRules.batch(5000),
        SessionRules.stream(5000),
        SessionRules.batch(5),
        SessionRules.stream(3));
  }

  private static List<BeaconRecord> tooMany(BeaconRecord record, int number) {
    List<BeaconRecord> records = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      Beacon page = Records.page(i, record.beacon().timestamp());
      records.add(Records.arrived(page, record.arrival()));
    }
    return records;
  }

  private static SessionState throughBytes(SessionState state) {
    SessionCodec codec = new SessionCodec();
    return codec.decode(codec.encode(state));
  }

  private static Map<String, Long> contributed(SessionState state, SessionRules rules) {
    CountingSink sink = new CountingSink();
    contributions(rules).addDifference("shop", new Merge(SessionState.EMPTY, state), sink);
    return sink.cells();
  }

  private static Contributions contributions(SessionRules rules) {
    return new Contributions(CATALOG, rules);
  }
}
