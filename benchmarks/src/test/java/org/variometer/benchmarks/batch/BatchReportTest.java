package org.variometer.benchmarks.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The table of a benchmark of slots. */
class BatchReportTest {
  private static final List<String> STAGES = List.of("sessions", "merge");

  private final List<SlotFigures> slots =
      List.of(
          slot(1, 40, 20, 0),
          slot(2, 32, 16, 2),
          slot(3, 30, 14, 1),
          slot(4, 28, 13, 3),
          slot(5, 31, 15, 2.5));

  private static SlotFigures slot(int number, double seconds, double sessions, double merge) {
    return new SlotFigures(
        number, 5_249_493, seconds, new TreeMap<>(Map.of("sessions", sessions, "merge", merge)));
  }

  @Test
  void aSlotIsALine() {
    BatchReport report = new BatchReport(STAGES, 4, 0);
    assertThat(report.head())
        .isEqualTo("  slot      records      whole    records/s   sessions      merge       rest");
    assertThat(report.line(slots.get(0)))
        .isEqualTo(
            "     1    5,249,493     40.0 s      131,237     20.0 s      0.0 s     20.0 s"
                + "  (does not count)");
    assertThat(report.line(slots.get(1)))
        .isEqualTo("     2    5,249,493     32.0 s      164,047     16.0 s      2.0 s     14.0 s");
  }

  @Test
  void thoseBehindTheFirstAreSummedUp() {
    assertThat(new BatchReport(STAGES, 4, 0).summary(slots).lines())
        .containsExactly(
            "slots 2 to 5                       median          min          max",
            "records/s                         172,161      164,047      187,482",
            "whole, s                             30.5         28.0         32.0",
            "sessions, s                          14.5         13.0         16.0",
            "merge, s                              2.3          1.0          3.0",
            "rest, s                              13.8         12.0         15.0");
    assertThat(new BatchReport(STAGES, 4, 0).summary(slots.subList(0, 1))).isEmpty();
  }

  @Test
  void thoseBehindAStateAreSetAgainstThoseBeforeIt() {
    BatchReport report = new BatchReport(STAGES, 1, 2);
    assertThat(report.line(slots.get(2))).endsWith("(does not count)");
    assertThat(report.line(slots.get(3))).endsWith("(does not count)");
    assertThat(report.summary(slots).lines())
        .containsExactly(
            "slot 2                             median          min          max",
            "records/s                         164,047      164,047      164,047",
            "whole, s                             32.0         32.0         32.0",
            "sessions, s                          16.0         16.0         16.0",
            "merge, s                              2.0          2.0          2.0",
            "rest, s                              14.0         14.0         14.0",
            "",
            "slot 5                             median          min          max        ratio",
            "records/s                         169,338      169,338      169,338         1.03",
            "whole, s                             31.0         31.0         31.0         0.97",
            "sessions, s                          15.0         15.0         15.0         0.94",
            "merge, s                              2.5          2.5          2.5         1.25",
            "rest, s                              13.5         13.5         13.5         0.96");
  }

  @Test
  void figuresTravelFromTheChild() throws Exception {
    ObjectMapper json = new ObjectMapper();
    SlotFigures slot = slots.get(1);
    assertThat(json.readValue(json.writeValueAsString(slot), SlotFigures.class)).isEqualTo(slot);
  }
}
