package org.variometer.monitor.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.kairos.Ticker;

/** Two commands that stop and start something. */
@Timeout(60)
class CommandRestarterTest {
  private static final Restarter.Permit ALLOWED = () -> {};

  @TempDir private Path folder;

  @Test
  void itStopsSeesDeadThenStarts() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    Restarter restarter = restarter("echo stop >> log", "echo start >> log", () -> looks(looks));
    assertThat(restarter.restart(ALLOWED)).isEqualTo("stopped and started by commands");
    assertThat(lines()).containsExactly("stop", "seen dead", "start");
  }

  private String looks(AtomicInteger looks) {
    if (looks.incrementAndGet() < 3) {
      return "the old one";
    }
    write("seen dead\n");
    return "";
  }

  @Test
  void whatDoesNotDieIsNotStartedTwice() throws IOException {
    assertThatThrownBy(
            () -> restarter("true", "echo start >> log", () -> "application 7").restart(ALLOWED))
        .isInstanceOf(ActionException.class)
        .hasMessage("application 7 is still there after 1 s: nothing is started");
    assertThat(lines()).isEmpty();
  }

  @Test
  void aCommandThatFailsOrHangsStartsNothing() throws IOException {
    assertThatThrownBy(() -> restarter("exit 3", "echo start >> log", () -> "").restart(ALLOWED))
        .isInstanceOf(ActionException.class)
        .hasMessageStartingWith("stop-command ended with 3");
    assertThatThrownBy(
            () -> restarter("sleep 60; true", "echo start >> log", () -> "").restart(ALLOWED))
        .isInstanceOf(ActionException.class)
        .hasMessageStartingWith("stop-command did not end within 1 s");
    assertThat(lines()).isEmpty();
  }

  @Test
  void aCommandThatHangsEndsWithAllThatItHasStarted() throws Exception {
    String stop = "sleep 60 & echo $! > log; wait";
    assertThatThrownBy(() -> restarter(stop, "true", () -> "").restart(ALLOWED))
        .hasMessageStartingWith("stop-command did not end within 1 s");
    Optional<ProcessHandle> started = ProcessHandle.of(Long.parseLong(lines().get(0)));
    if (started.isPresent()) {
      started.get().onExit().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void whoLosesItsPlaceInBetweenStartsNothing() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    Restarter.Permit lost =
        () -> {
          if (asked.incrementAndGet() > 1) {
            throw new ActionException("another monitor may act now");
          }
        };
    assertThatThrownBy(
            () -> restarter("echo stop >> log", "echo start >> log", () -> "").restart(lost))
        .hasMessage("another monitor may act now");
    assertThat(lines()).containsExactly("stop");
  }

  private Restarter restarter(String stop, String start, Death.Look look) {
    Duration patience = Duration.ofSeconds(1);
    return new CommandRestarter(
        List.of("sh", "-c", "cd " + folder + "; " + stop),
        List.of("sh", "-c", "cd " + folder + "; " + start),
        patience,
        folder.resolve("output").toFile(),
        new Death(patience, Ticker.SYSTEM),
        look);
  }

  private void write(String text) {
    try {
      Files.writeString(folder.resolve("log"), text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> lines() throws IOException {
    Path log = folder.resolve("log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }
}
