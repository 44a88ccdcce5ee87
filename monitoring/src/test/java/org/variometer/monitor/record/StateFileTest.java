package org.variometer.monitor.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.variometer.monitor.rule.Alert;
import org.variometer.monitor.rule.Incident;
import org.variometer.monitor.rule.MonitorState;
import org.variometer.monitor.rule.Restarts;
import org.variometer.monitor.rule.Start;
import org.variometer.monitor.rule.Subject;

/** What the monitor knows, in a file. */
class StateFileTest {
  private static final Instant AT = Instant.parse("2026-11-20T10:00:00.123Z");
  private static final MonitorState STATE =
      new MonitorState(
          AT,
          List.of(new Incident(Subject.STREAM, AT, 3, 1, true, "dead")),
          new Restarts(List.of(AT), 2, AT, 1, 0, true, AT),
          new Start(AT, AT, AT.plusSeconds(1)),
          true,
          7,
          List.of(
              new MonitorState.Untold(
                  new Alert(Alert.Kind.PAGE, Subject.STREAM, AT, AT, "dead"), List.of("mail"), 2)));

  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    StateFile file = file();
    assertThat(file.read(Optional.empty()))
        .isEqualTo(new StateFile.Known(MonitorState.NEW, Optional.empty()));
    file.write(STATE, Optional.empty());
    assertThat(file.read(Optional.empty())).isEqualTo(new StateFile.Known(STATE, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "^.*$|null",
        "^.*$|{}",
        "^.*$|{",
        "\"at\":\"[^\"]*\",\"incidents\"|\"incidents\"",
        "\"at\":\"[^\"]*\",\"incidents\"|\"at\":null,\"incidents\"",
        "\"restarts\":\\{[^}]*\\}|\"restarts\":null",
        "\"restarts\":\\{[^}]*\\},|``",
        "\"attempts\":2,|``",
        "\"recent\":\\[[^]]*\\]|\"recent\":[null]",
        "\"kind\":\"PAGE\"|\"kind\":null",
      })
  void whatLacksAnythingIsNotUnderstood(String text, String instead) throws Exception {
    file().write(STATE, Optional.empty());
    String whole = Files.readString(folder.resolve("state.json"));
    String damaged = whole.replaceFirst(text, instead);
    assertThat(damaged).isNotEqualTo(whole);
    Files.writeString(folder.resolve("state.json"), damaged);
    StateFile.Known known = file().read(Optional.empty());
    assertThat(known.state()).isEqualTo(MonitorState.NEW);
    assertThat(known.problem().orElseThrow()).contains("state.json can't be understood");
  }

  private StateFile file() {
    return new StateFile(folder.resolve("state.json"), "eu");
  }
}
