package org.variometer.quickstart.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class JsonBufferTest {

  @Property
  void allFormsOfAnAmountMeanTheSame(
      @ForAll @LongRange(min = 0, max = 99_999_999_999L) long cents, @ForAll Purchase.Form form) {
    String text = text(new JsonBuffer().amount(cents * 10_000, form));
    assertThat(new BigDecimal(text.replace("\"", "")))
        .isEqualByComparingTo(BigDecimal.valueOf(cents, 2));
  }

  @Property
  void numbersAreWrittenAsTheJdkWritesThem(@ForAll @LongRange(min = 0) long number) {
    assertThat(text(new JsonBuffer().number(number))).isEqualTo(Long.toString(number));
  }

  @Property
  void uuidsAreWrittenAsTheJdkWritesThem(@ForAll long high, @ForAll long low) {
    assertThat(text(new JsonBuffer().uuid(high, low))).isEqualTo(new UUID(high, low).toString());
  }

  private static String text(JsonBuffer json) {
    return new String(json.copy(), StandardCharsets.ISO_8859_1);
  }
}
