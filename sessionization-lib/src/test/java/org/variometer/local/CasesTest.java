package org.variometer.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The library gives what the worked examples say, in both views, to the letter. */
class CasesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<Cases> cases() throws IOException {
    return Cases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void batchView(Cases example) throws IOException {
    assertGives(example, View.BATCH);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void streamView(Cases example) throws IOException {
    assertGives(example, View.STREAM);
  }

  @Test
  void noExampleIsLost() throws IOException {
    assertThat(Cases.all()).hasSizeGreaterThanOrEqualTo(33);
  }

  private static void assertGives(Cases example, View view) throws IOException {
    MetricsReport report =
        new LocalMetrics(example.config(), view, 2)
            .run(List.of(new BeaconFile(example.beacons().toString())), bytes -> {});

    assertThat(Csv.of(report)).isEqualTo(example.csv(view));
    assertThat(JSON.readTree(report.accounting().toJson()))
        .isEqualTo(JSON.readTree(example.accounting(view)));
  }
}
