package org.variometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

/** What went wrong is said in words. */
class FailuresTest {
  @Test
  void theTraceOfAServerThatAnsweredIsLeftOut() {
    assertThat(
            said(
                new IOException(
                    "Name node is in safe mode.\nIt was turned on manually.\n\tat org.Name.node(1)"
                        + "\n\tat org.Other.one(2)\n")))
        .isEqualTo("variometer: Name node is in safe mode.\nIt was turned on manually.\n");
  }

  @Test
  void whatHasLinesOfItsOwnKeepsThem() {
    assertThat(said(new IOException("create it:\n  kafka-topics.sh --create\n  at once")))
        .isEqualTo("variometer: create it:\n  kafka-topics.sh --create\n  at once\n");
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    assertThat(said(new NoSuchFileException("/no/such")))
        .isEqualTo("variometer: /no/such: no such file or folder\n");
  }

  private static String said(Throwable failure) {
    StringWriter said = new StringWriter();
    PrintWriter errors = new PrintWriter(said);
    assertThat(Failures.explain(failure, errors)).isEqualTo(Failures.FAILED);
    errors.flush();
    return said.toString();
  }
}
