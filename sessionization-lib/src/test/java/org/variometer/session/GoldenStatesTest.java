package org.variometer.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** State that any release wrote is read by this one, and the form does not change unnoticed. */
class GoldenStatesTest {
  private final SessionCodec codec = new SessionCodec();

  static List<GoldenStates> all() {
    return GoldenStates.all();
  }

  static List<GoldenStates> ofToday() {
    return GoldenStates.ofToday();
  }

  @ParameterizedTest
  @MethodSource("all")
  void stateOfEveryVersionIsReadAsTheBeaconsMakeItToday(GoldenStates golden) {
    States.assertSame(codec.decode(golden.bytes()), golden.rebuilt());
  }

  @ParameterizedTest
  @MethodSource("ofToday")
  void todaysEncoderWritesTheBytesOfItsVersion(GoldenStates golden) {
    assertThat(codec.encode(golden.rebuilt()))
        .as("another form needs another version: see state/README.md")
        .isEqualTo(golden.bytes());
  }

  @ParameterizedTest
  @MethodSource("all")
  void theFirstByteIsTheVersionOfTheFolder(GoldenStates golden) {
    assertThat(golden.toString()).startsWith("v" + golden.bytes()[0] + "/");
  }

  @Test
  void theFilesShowWhatStatesCanBe() {
    List<Piece> pieces =
        GoldenStates.ofToday().stream()
            .flatMap(golden -> golden.rebuilt().pieces().stream())
            .toList();
    assertThat(pieces).anyMatch(Piece::isQuarantined).anyMatch(piece -> piece.size() > 10);
    assertThat(GoldenStates.ofToday())
        .anyMatch(golden -> golden.rebuilt().pieces().isEmpty())
        .anyMatch(golden -> golden.rebuilt().pieces().size() > 2);
  }
}
