package org.variometer.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Option;

/** Progress on standard error, where somebody watches. */
final class ProgressOption {
  /** The launcher says here whether standard error is a terminal; Java 17 can't tell. */
  private static final String TERMINAL = "VARIOMETER_TERMINAL";

  private static final int WIDTH = 100;

  @Option(
      names = "--no-progress",
      negatable = true,
      fallbackValue = "true",
      description = "Show no progress (by default it is shown on a terminal).")
  private Boolean hidden;

  /** Takes steps until it is closed. */
  interface Progress extends LongConsumer, AutoCloseable {
    @Override
    void close();
  }

  /**
   * Begins to show progress.
   *
   * @param task what goes on
   * @param max the number of steps, 0 if it can't be known
   * @param unit what a step of the shown number is
   * @param unitSize how many steps make one of the unit
   * @param afterwards what goes on when all steps are done
   */
  Progress start(String task, long max, String unit, long unitSize, String afterwards) {
    boolean shown = hidden == null ? "1".equals(System.getenv(TERMINAL)) : !hidden;
    if (!shown) {
      return new Silent();
    }
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(max == 0 ? -1 : max)
            .setUnit(unit, unitSize)
            .setStyle(ProgressBarStyle.ASCII)
            .showSpeed()
            .setConsumer(
                new ConsoleProgressBarConsumer(
                    new PrintStream(new FileOutputStream(FileDescriptor.err)), WIDTH))
            .build();
    return new Bar(bar, afterwards);
  }

  private record Silent() implements Progress {
    @Override
    public void accept(long steps) {}

    @Override
    public void close() {}
  }

  private record Bar(ProgressBar bar, String afterwards) implements Progress {
    @Override
    public void accept(long steps) {
      bar.stepBy(steps);
      if (!bar.isIndefinite() && bar.getCurrent() >= bar.getMax()) {
        bar.setExtraMessage(" " + afterwards);
      }
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
