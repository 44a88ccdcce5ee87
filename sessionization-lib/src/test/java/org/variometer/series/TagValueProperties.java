package org.variometer.series;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Tag values come back as they were. */
class TagValueProperties {

  @Property
  void anyValueComesBackAndHoldsNoSignOfEquality(@ForAll("values") String value) {
    String written = TagValue.escape(value);
    assertThat(written).doesNotContain("=");
    assertThat(TagValue.unescape(written)).isEqualTo(value);
  }

  @Example
  void theTwoAreWrittenByTheirNumbers() {
    assertThat(TagValue.escape("50%=half")).isEqualTo("50%25%3Dhalf");
    assertThat(TagValue.escape("%3D")).isEqualTo("%253D");
    assertThat(TagValue.escape("plain")).isEqualTo("plain");
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.strings().withChars("%=235Dd aü:").ofMaxLength(12);
  }
}
