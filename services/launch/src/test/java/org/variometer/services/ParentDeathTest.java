package org.variometer.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a process dies that has started services, they die too. */
class ParentDeathTest {
  private static final int SECONDS = 20;

  @TempDir private Path folder;

  @Test
  void killedItLeavesNothingBehind() throws Exception {
    Process parent = start("all");
    try {
      List<ProcessHandle> children = children(parent);
      assertThat(children).hasSize(3).allMatch(ProcessHandle::isAlive);
      parent.destroyForcibly();
      awaitEnd(children);
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void terminatedItLeavesNothingBehind() throws Exception {
    Process parent = start("zookeeper");
    try {
      List<ProcessHandle> children = children(parent);
      assertThat(children).hasSize(1).allMatch(ProcessHandle::isAlive);
      parent.destroy();
      awaitEnd(children);
    } finally {
      parent.destroyForcibly();
    }
  }

  private Process start(String which) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Dvariometer.home=" + System.getProperty("variometer.home"),
            "-cp",
            System.getProperty("java.class.path"),
            Parent.class.getName(),
            folder.toString(),
            which)
        .redirectError(Redirect.INHERIT)
        .start();
  }

  private static List<ProcessHandle> children(Process parent) throws IOException {
    BufferedReader out = parent.inputReader(UTF_8);
    String pids = out.readLine();
    assertThat(pids).isNotNull();
    return Arrays.stream(pids.split(" "))
        .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
        .toList();
  }

  private static void awaitEnd(List<ProcessHandle> children) throws Exception {
    for (ProcessHandle child : children) {
      child.onExit().get(SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Starts services, prints their process ids, and waits for its death. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws IOException {
      Services services = Services.in(Path.of(args[0]));
      if (args[1].equals("all")) {
        services.start(1);
      } else {
        services.zooKeeper().start();
      }
      List<String> pids = new ArrayList<>();
      for (Service service : services.all()) {
        if (service.isAlive()) {
          pids.add(Long.toString(service.pid()));
        }
      }
      System.out.println(String.join(" ", pids));
      // Nobody writes here: this ends with the test, if the test does not end it before.
      int end = System.in.read();
      services.close();
      System.exit(end + 1);
    }
  }
}
