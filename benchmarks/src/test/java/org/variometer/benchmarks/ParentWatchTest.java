package org.variometer.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A benchmark's child does not outlive it. */
class ParentWatchTest {
  private static final int SECONDS = 30;

  /** A child that has work for ever. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws InterruptedException {
      ParentWatch.start();
      System.out.println("at work");
      new CountDownLatch(1).await();
    }
  }

  @Test
  void aChildEndsWhenItsPipeDoes() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(child.inputReader().readLine()).isEqualTo("at work");
      assertThat(child.isAlive()).isTrue();
      child.outputWriter().close();
      assertThat(child.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).isEqualTo(1);
    } finally {
      child.destroyForcibly();
    }
  }
}
