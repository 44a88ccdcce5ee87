package org.variometer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code demo} (spec §9): proves itself, and leaves no process behind, whatever happens. */
@Timeout(600)
class DemoCommandTest {
  private static final int EVENTS = 2000;
  private static final int SECONDS = 120;

  /** A demo and what it says, read all the time. */
  private static final class RunningDemo implements AutoCloseable {
    private final Child child;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private final List<String> lines = new ArrayList<>();
    private final Thread reader = new Thread(this::read, "demo-output");

    RunningDemo(Object... args) throws IOException {
      child = Child.onSpark(args);
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      try (BufferedReader text = child.process().inputReader(UTF_8)) {
        text.lines().forEach(output::add);
      } catch (IOException e) {
        output.add("can't be read any more: " + e);
      }
    }

    /** Waits for a line. */
    void await(Predicate<String> wanted) throws InterruptedException {
      String line;
      do {
        line = output.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(line).as("more after %s", lines).isNotNull();
        lines.add(line);
      } while (!wanted.test(line));
    }

    /** Waits for the table that shows what stands in KairosDB. */
    List<ProcessHandle> awaitServices() throws InterruptedException {
      await(line -> line.startsWith("KairosDB: http://127.0.0.1:"));
      // Hadoop asks the system this and that by commands, which have ended when they are seen.
      List<ProcessHandle> services =
          child.process().descendants().filter(ProcessHandle::isAlive).toList();
      // The batch is one of them.
      assertThat(services).hasSizeGreaterThanOrEqualTo(4);
      return services;
    }

    int exitCode() throws InterruptedException {
      assertThat(child.process().waitFor(3L * SECONDS, TimeUnit.SECONDS)).isTrue();
      reader.join(TimeUnit.SECONDS.toMillis(SECONDS));
      output.drainTo(lines);
      return child.process().exitValue();
    }

    @Override
    public void close() {
      child.close();
    }
  }

  @Test
  void besideAnotherOneItProvesItselfAndCtrlCLeavesNothing() throws Exception {
    try (RunningDemo live = new RunningDemo("demo")) {
      List<ProcessHandle> services = live.awaitServices();
      try (RunningDemo proof = new RunningDemo("demo", "--events", EVENTS, "--exit")) {
        List<ProcessHandle> itsServices = proof.awaitServices();
        assertThat(proof.exitCode()).as("%s", proof.lines).isZero();
        assertThat(proof.lines)
            .anyMatch(
                line -> line.matches("cells +[\\d,]+ computed .*, [\\d,]+ in .*, 0 different"))
            .anyMatch(line -> line.startsWith("accounting {\"read\":" + EVENTS + ","))
            .anyMatch(line -> line.matches("batch: sealed through 2024-11-20 23:00 UTC by slot .*"))
            .anyMatch(line -> line.startsWith("batch: sealed through the end by slot "))
            .as("what stood before the batch, and what stands after it")
            .satisfies(
                lines ->
                    assertThat(lines)
                        .filteredOn(line -> line.matches("cells .* 0 different"))
                        .hasSize(2))
            .anyMatch(line -> line.matches("corrected  [1-9].* of the stream's: .*"))
            .anyMatch(line -> line.matches("added      [1-9].* that only the batch writes"))
            .anyMatch(line -> line.matches("handed     [1-9]\\d* slots ran beside the stream.*"))
            .anyMatch(line -> line.startsWith("GOOD: "))
            .as("the table, with numbers from KairosDB")
            .anyMatch(line -> line.startsWith("site     experiment"))
            .anyMatch(line -> line.matches("\\S+ +\\(all visits\\) +[1-9][\\d,]* +\\d.*% .* ms"))
            .anyMatch(
                line ->
                    line.matches(
                        "pipeline: [\\d,]+ beacons read of 2,000, .* \\([\\d,]+/s\\), .*; [\\d,]+"
                            + " sessions held; rejected: .*bot.*"));
        assertThat(itsServices).noneMatch(ProcessHandle::isAlive);
        theListStays(proof.lines);
      }
      live.await(line -> line.matches("batch: sealed through 20.*"));
      live.await(line -> line.startsWith("KairosDB: "));
      assertThat(services).allMatch(ProcessHandle::isAlive);
      live.child.interrupt();
      assertThat(live.exitCode()).as("%s", live.lines).isZero();
      assertThat(live.lines)
          .contains("variometer: stopped")
          .as("nothing but what a person should read")
          .noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception"));
      assertThat(services).noneMatch(ProcessHandle::isAlive);
    }
  }

  private static void theListStays(List<String> lines) throws IOException {
    String listed = lines.stream().filter(l -> l.startsWith("listed ")).findFirst().orElseThrow();
    Path list = Path.of(listed.substring(listed.indexOf(": ") + 2));
    assertThat(Files.readAllLines(list).get(0)).endsWith(",stream,batch,correction,why");
    Files.delete(list);
  }

  @Test
  void aServiceThatDiesEndsItWithWordsAndLeavesNothing() throws Exception {
    try (RunningDemo demo = new RunningDemo("demo", "--events", EVENTS)) {
      List<ProcessHandle> services = demo.awaitServices();
      services.stream()
          .filter(service -> service.info().commandLine().orElse("").contains("kairos"))
          .forEach(ProcessHandle::destroyForcibly);
      assertThat(demo.exitCode()).as("%s", demo.lines).isEqualTo(1);
      assertThat(demo.lines)
          .filteredOn(line -> line.startsWith("variometer: KairosDB"))
          .hasSize(1)
          .allMatch(line -> line.contains("ended"));
      assertThat(services).noneMatch(ProcessHandle::isAlive);
    }
  }

  @Test
  void aBatchThatDiesEndsItWithWordsAndLeavesNothing() throws Exception {
    try (RunningDemo demo = new RunningDemo("demo", "--events", EVENTS)) {
      List<ProcessHandle> services = demo.awaitServices();
      services.stream()
          .filter(service -> service.info().commandLine().orElse("").contains("BatchChild"))
          .forEach(ProcessHandle::destroyForcibly);
      assertThat(demo.exitCode()).as("%s", demo.lines).isEqualTo(1);
      assertThat(demo.lines)
          .filteredOn(line -> line.startsWith("variometer: the batch ended by itself; its log: "))
          .hasSize(1);
      assertThat(services).noneMatch(ProcessHandle::isAlive);
    }
  }

  @Test
  void ctrlCBeforeTheVerdictIsNoSuccessAndLeavesNothing() throws Exception {
    try (RunningDemo demo = new RunningDemo("demo", "--events", 50 * EVENTS, "--exit")) {
      List<ProcessHandle> services = demo.awaitServices();
      demo.child.interrupt();
      assertThat(demo.exitCode()).as("%s", demo.lines).isEqualTo(1);
      assertThat(demo.lines).contains("variometer: stopped").noneMatch(l -> l.startsWith("GOOD"));
      assertThat(services).noneMatch(ProcessHandle::isAlive);
    }
  }

  @Test
  void wrongSettingsOfTheTrafficAreWrongUsage() {
    Run run = Run.of("demo", "-Dvariometer.generate.span=0s", "--events", "3000000000");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors())
        .anyMatch(line -> line.contains("variometer.generate.span"))
        .anyMatch(line -> line.contains("variometer.generate.events"));
  }

  @Test
  void killedItselfItTakesItsServicesAlong() throws Exception {
    try (RunningDemo demo = new RunningDemo("demo", "--events", EVENTS)) {
      List<ProcessHandle> services = demo.awaitServices();
      demo.child.process().destroyForcibly();
      for (ProcessHandle service : services) {
        service.onExit().get(SECONDS, TimeUnit.SECONDS);
      }
      assertThat(services).noneMatch(ProcessHandle::isAlive);
    }
  }
}
