package org.variometer.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A value of the wrong JSON kind in a known field is {@code bad_field}: every field, every kind.
 */
class KindsTest {
  private static final List<String> VALUES =
      List.of("\"1\"", "1", "1.5", "true", "false", "null", "{}", "[]");

  /** What becomes of the record if {@code @} is each of {@link #VALUES}. */
  private static final String TABLE =
      """
      record                                                      | "1"  | 1    | 1.5  | true | false | null | {}   | []
      {$page,"beaconId":@}                                        | ok   | bad  | bad  | bad  | bad   | miss | bad  | bad
      {$page,"sessionId":@}                                       | ok   | bad  | bad  | bad  | bad   | miss | bad  | bad
      {$page,"visitorId":@}                                       | ok   | bad  | bad  | bad  | bad   | miss | bad  | bad
      {$page,"timestamp":@}                                       | bad  | bad  | bad  | bad  | bad   | miss | bad  | bad
      {$page,"receivedAt":@}                                      | bad  | bad  | bad  | bad  | bad   | ok   | bad  | bad
      {$page,"type":@}                                            | ok   | bad  | bad  | bad  | bad   | miss | bad  | bad
      {$page,"site":@}                                            | ok   | bad  | bad  | bad  | bad   | ok   | bad  | bad
      {$page,"assigned":@}                                        | bad  | bad  | bad  | bad  | bad   | ok   | bad  | ok
      {$page,"qualified":@}                                       | bad  | bad  | bad  | bad  | bad   | ok   | bad  | ok
      {$page,"assigned":[@]}                                      | bad  | bad  | bad  | bad  | bad   | bad  | miss | bad
      {$page,"qualified":[@]}                                     | bad  | bad  | bad  | bad  | bad   | bad  | miss | bad
      {$page,"assigned":[{"experiment":@,"variant":"v"}]}         | ok   | bad  | bad  | bad  | bad   | miss | bad  | bad
      {$page,"assigned":[{"experiment":"e","variant":@}]}         | ok   | bad  | bad  | bad  | bad   | miss | bad  | bad
      {$page,"qualified":[{"experiment":@,"variant":"v"}]}        | ok   | bad  | bad  | bad  | bad   | miss | bad  | bad
      {$page,"qualified":[{"experiment":"e","variant":@}]}        | ok   | bad  | bad  | bad  | bad   | miss | bad  | bad
      {$order,"order":@}                                          | bad  | bad  | bad  | bad  | bad   | miss | miss | bad
      {$order,"order":{"id":@,"revenue":1}}                       | ok   | bad  | bad  | bad  | bad   | miss | bad  | bad
      {$order,"order":{"id":"o","revenue":@}}                     | ok   | ok   | ok   | bad  | bad   | miss | bad  | bad
      {$order,"order":{"id":"o","revenue":1,"units":@}}           | bad  | ok   | bad  | bad  | bad   | ok   | bad  | bad
      {$order,"order":{"id":"o","revenue":1,"currency":@}}        | bad  | bad  | bad  | bad  | bad   | ok   | bad  | bad
      {$page,"performance":@}                                     | bad  | bad  | bad  | bad  | bad   | ok   | ok   | bad
      {$page,"performance":{"page_load":@}}                       | ok   | ok   | ok   | ok   | ok    | ok   | ok   | ok
      {$event,"event":@}                                          | bad  | bad  | bad  | bad  | bad   | ok   | miss | bad
      {$event,"event":{"name":@}}                                 | ok   | bad  | bad  | bad  | bad   | miss | bad  | bad
      {$event,"event":{"name":"add","value":@}}                   | ok   | ok   | ok   | bad  | bad   | ok   | bad  | bad
      {$page,"bot":@}                                             | bad  | bad  | bad  | bot  | ok    | ok   | bad  | bad
      {$page,"error":@}                                           | ok   | ok   | ok   | ok   | ok    | ok   | ok   | ok
      {$page,"order":@}                                           | ok   | ok   | ok   | ok   | ok    | ok   | ok   | ok
      {$page,"event":@}                                           | ok   | ok   | ok   | ok   | ok    | ok   | ok   | ok
      {$page,"unknown":@}                                         | ok   | ok   | ok   | ok   | ok    | ok   | ok   | ok
      """;

  private static final Map<String, String> WORDS =
      Map.of("ok", "accepted", "bad", "bad_field", "miss", "missing_field", "bot", "bot");

  static Stream<List<String>> rows() {
    return TABLE
        .lines()
        .skip(1)
        .map(line -> Stream.of(line.split("\\|")).map(String::strip).toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void aValueOfTheWrongKindIsABadField(List<String> row) {
    String record = row.get(0);

    assertThat(VALUES.stream().map(value -> Decoding.DEFAULT.verdict(record.replace("@", value))))
        .as(record + " with " + VALUES)
        .containsExactlyElementsOf(
            IntStream.range(0, VALUES.size()).mapToObj(i -> WORDS.get(row.get(i + 1))).toList());
  }
}
