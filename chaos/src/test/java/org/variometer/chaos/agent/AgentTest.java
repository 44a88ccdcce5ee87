package org.variometer.chaos.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that the agent is loaded into dies where it is to, or leaves out what it is to. */
class AgentTest {
  private static final int KILLED = 128 + 9;
  private static final String IN_TIME = "clock ahead by 0 h";

  @TempDir private Path folder;
  private Path jar;

  @BeforeEach
  void writeJar() throws IOException {
    jar = folder.resolve("agent.jar");
    Agent.writeJar(jar);
  }

  @Test
  void aProcessDiesBeforeItsPointWhenItComesThereForTheNthTime() throws Exception {
    assertThat(run(Agent.crashing(jar, CrashPoint.POINTS_NOT_SENT, 2)))
        .isEqualTo(new End(KILLED, List.of("sending 1", "sent 1", "sending 2")));
  }

  @Test
  void aProcessDiesBehindItsPoint() throws Exception {
    assertThat(run(Agent.crashing(jar, CrashPoint.POINTS_SENT, 1)))
        .isEqualTo(new End(KILLED, List.of("sending 1")));
  }

  @Test
  void aStepIsLeftOut() throws Exception {
    assertThat(run(Agent.without(jar, SafetyStep.WHOLE_BUCKETS)))
        .isEqualTo(
            new End(
                0, List.of("sending 1", "sent 1", "sending 2", "sent 2", IN_TIME, "whole from 0")));
  }

  @Test
  void withAPointThatItDoesNotReachAProcessDoesAll() throws Exception {
    assertThat(run(Agent.crashing(jar, CrashPoint.POINTS_SENT, 3)))
        .isEqualTo(
            new End(
                0,
                List.of(
                    "sending 1",
                    "sent 1",
                    "sending 2",
                    "sent 2",
                    IN_TIME,
                    "whole from " + Driven.WHOLE_FROM)));
  }

  @Test
  void theClockOfMicroBatchesJumps() throws Exception {
    assertThat(run(Agent.jumpingClock(jar, 0, Duration.ofHours(-3).toMillis())).lines())
        .contains("clock ahead by -3 h");
  }

  /** How a process ended, and what it said. */
  private record End(int exitCode, List<String> lines) {}

  private static End run(String option) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(option);
    command.add("-Xshare:off");
    command.add(Driven.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.start();
    List<String> lines;
    try (var output = process.inputReader(UTF_8)) {
      lines = output.lines().filter(line -> !line.contains("warning")).toList();
    }
    return new End(process.waitFor(), lines);
  }
}
