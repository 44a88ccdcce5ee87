package org.variometer.chaos.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Crash points and steps of safety name methods that are there: nothing is woven in otherwise. */
class PlacesTest {
  static Stream<Place> places() {
    return Stream.concat(
        Stream.concat(
            Arrays.stream(CrashPoint.values()).map(CrashPoint::place), Stream.of(Agent.CHECKPOINT)),
        Arrays.stream(SafetyStep.values()).flatMap(step -> step.places().stream()));
  }

  @ParameterizedTest
  @MethodSource("places")
  void isThere(Place place) throws ClassNotFoundException {
    Class<?> type = Class.forName(place.type(), false, PlacesTest.class.getClassLoader());
    assertThat(type.getDeclaredMethods()).extracting(Method::getName).contains(place.method());
  }
}
