package org.variometer.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule for strings, applied to names in the configuration (spec §1). */
class TextFormTest {
  /** The property White_Space, from Unicode's PropList.txt. */
  private static final Set<Integer> WHITE_SPACE =
      new TreeSet<>(
          IntStream.concat(
                  IntStream.concat(
                      IntStream.rangeClosed(0x09, 0x0D), IntStream.rangeClosed(0x2000, 0x200A)),
                  IntStream.of(0x20, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000))
              .boxed()
              .toList());

  @Test
  void ofAllCodePointsWhiteSpaceIsBlankAndControlsAndSurrogatesAreBad() {
    List<String> wrong = new ArrayList<>();
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      boolean control = codePoint < 0x20 || (codePoint >= 0x7F && codePoint <= 0x9F);
      boolean surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
      TextForm alone =
          WHITE_SPACE.contains(codePoint)
              ? TextForm.BLANK
              : control || surrogate ? TextForm.BAD : TextForm.GOOD;
      TextForm amongLetters = control || surrogate ? TextForm.BAD : TextForm.GOOD;
      String character = Character.toString(codePoint);
      if (TextForm.of(character) != alone || TextForm.of("a" + character + "b") != amongLetters) {
        wrong.add(Integer.toHexString(codePoint));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "x, 128, GOOD",
    "x, 129, BAD",
    "ä, 128, GOOD",
    "ä, 129, BAD",
    "｡, 128, GOOD",
    "｡, 129, BAD",
    "😀, 128, GOOD",
    "😀, 129, BAD",
    "' ', 129, BLANK",
    "x, 0, BLANK"
  })
  void lengthIsCountedInCodePoints(String character, int times, TextForm expected) {
    assertThat(TextForm.of(character.repeat(times))).isEqualTo(expected);
  }
}
