package org.variometer.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.variometer.beacon.BeaconRecord;

/** Merging what was merged apart gives, to the byte, what merging all records at once gives. */
class MergeOfStatesProperties {
  private final SessionCodec codec = new SessionCodec();

  @Property(tries = 400)
  void anyGroupingOfMergesGivesTheSameState(
      @ForAll("sessions") List<List<BeaconRecord>> sessions,
      @ForAll("rules") SessionRules rules,
      @ForAll boolean throughBytes,
      @ForAll long seed) {
    SessionMerger merger = new SessionMerger(rules);
    Random random = new Random(seed);
    for (List<BeaconRecord> session : sessions) {
      List<BeaconRecord> shuffled = new ArrayList<>(session);
      Collections.shuffle(shuffled, random);
      List<SessionState> parts = new ArrayList<>();
      for (List<BeaconRecord> part : Traffic.cut(shuffled, random)) {
        parts.add(merger.merge(SessionState.EMPTY, part).merged());
      }
      while (parts.size() > 1) {
        SessionState one = parts.remove(random.nextInt(parts.size()));
        int place = random.nextInt(parts.size());
        SessionState both = merger.merge(parts.get(place), one).merged();
        parts.set(place, throughBytes ? codec.decode(codec.encode(both)) : both);
      }
      SessionState atOnce = merger.merge(SessionState.EMPTY, session).merged();
      States.assertSame(parts.get(0), atOnce);
      assertThat(codec.encode(parts.get(0))).isEqualTo(codec.encode(atOnce));
    }
  }

  @Property(tries = 100)
  void mergingLeavesBothStatesAsTheyWere(
      @ForAll("sessions") List<List<BeaconRecord>> sessions, @ForAll("rules") SessionRules rules) {
    SessionMerger merger = new SessionMerger(rules);
    for (List<BeaconRecord> session : sessions) {
      int half = session.size() / 2;
      SessionState one = States.of(rules, session.subList(0, half));
      SessionState other = States.of(rules, session.subList(half, session.size()));
      byte[] bytesOfOne = codec.encode(one);
      byte[] bytesOfOther = codec.encode(other);
      Merge merge = merger.merge(one, other);
      assertThat(merge.previous()).isSameAs(one);
      assertThat(codec.encode(one)).isEqualTo(bytesOfOne);
      assertThat(codec.encode(other)).isEqualTo(bytesOfOther);
    }
  }

  @Example
  void nothingMergedLeavesTheVeryState() {
    SessionState state = States.of(SessionRules.stream(5), Records.pages(3));
    SessionMerger merger = new SessionMerger(SessionRules.stream(5));
    assertThat(merger.merge(state, SessionState.EMPTY).merged()).isSameAs(state);
    States.assertSame(merger.merge(SessionState.EMPTY, state).merged(), state);
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
        SessionRules.batch(3),
        SessionRules.stream(3));
  }
}
