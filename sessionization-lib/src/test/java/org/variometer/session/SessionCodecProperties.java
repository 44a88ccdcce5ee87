package org.variometer.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.BeaconRecord;

/** Bytes give back the state that they keep, field by field, and a state has one form. */
class SessionCodecProperties {
  private final SessionCodec codec = new SessionCodec();

  @Property
  void statesOfTrafficAreReadBackAsTheyWere(
      @ForAll("sessions") List<List<BeaconRecord>> sessions, @ForAll("rules") SessionRules rules) {
    for (List<BeaconRecord> session : sessions) {
      assertReadsBack(States.of(rules, session));
    }
  }

  @Property
  void oddStatesAreReadBackAsTheyWere(@ForAll("odd") SessionState state) {
    assertReadsBack(state);
  }

  @Property(tries = 10)
  void aSessionOf5000BeaconsIsReadBackAsItWas(
      @ForAll("sessions") List<List<BeaconRecord>> sessions, @ForAll @IntRange(min = 1) int step) {
    List<BeaconRecord> many = new ArrayList<>();
    for (List<BeaconRecord> session : sessions) {
      for (BeaconRecord record : session) {
        for (int i = 0; i < 5000 / session.size() / sessions.size(); i++) {
          many.add(Records.arrived(copy(record.beacon(), i, step), record.arrival()));
        }
      }
    }
    SessionState state = States.of(SessionRules.batch(5000), many);
    assertThat(state.pieces()).extracting(Piece::isQuarantined).doesNotContain(true);
    assertReadsBack(state);
  }

  @Property
  void theBytesDependOnTheStateAlone(@ForAll("odd") SessionState state) {
    byte[] bytes = codec.encode(state);
    assertThat(codec.encode(state)).isEqualTo(bytes);
    assertThat(new SessionCodec().encode(codec.decode(bytes))).isEqualTo(bytes);
  }

  @Property
  void theFirstByteIsTheVersion(@ForAll("odd") SessionState state) {
    assertThat(codec.encode(state)[0]).isEqualTo((byte) SessionCodec.VERSION);
  }

  @Provide
  Arbitrary<List<List<BeaconRecord>>> sessions() {
    return Traffic.sessions();
  }

  @Provide
  Arbitrary<SessionState> odd() {
    return OddStates.states();
  }

  @Provide
  Arbitrary<SessionRules> rules() {
    return Arbitraries.of(
        SessionRules.batch(5000), SessionRules.stream(5000), SessionRules.stream(3));
  }

  /** The same facts at another time under another identity. */
  private static Beacon copy(Beacon beacon, int number, int step) {
    return new Beacon(
        beacon.id() + 0x9E3779B97F4A7C15L * number,
        beacon.timestamp() + (long) number * step,
        beacon.type(),
        beacon.visitorId(),
        beacon.assigned(),
        beacon.qualified(),
        beacon.order(),
        beacon.event(),
        beacon.performance());
  }

  private void assertReadsBack(SessionState state) {
    States.assertSame(codec.decode(codec.encode(state)), state);
  }
}
