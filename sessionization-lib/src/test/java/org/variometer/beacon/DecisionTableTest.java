package org.variometer.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the tables in {@code src/test/resources/decisions} (spec §1). */
class DecisionTableTest {

  static Stream<DecisionTable.Row> rows() throws IOException, URISyntaxException {
    return DecisionTable.rows();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void theRecordGetsTheReasonOfItsRow(DecisionTable.Row row) {
    assertThat(row.verdict()).as(row.record()).isEqualTo(row.expected());
  }

  @Test
  void everyReasonOccursInTheTables() throws IOException, URISyntaxException {
    // Records too long for a table are in SizeTest.
    Set<String> words =
        Arrays.stream(RejectReason.values())
            .filter(reason -> reason != RejectReason.OVERSIZED)
            .map(RejectReason::wireName)
            .collect(Collectors.toCollection(TreeSet::new));
    words.add("accepted");

    assertThat(rows().map(DecisionTable.Row::expected).collect(Collectors.toSet()))
        .isEqualTo(words);
  }
}
