package org.variometer.monitor;

import java.io.File;
import java.util.Map;
import java.util.Optional;
import org.variometer.config.VariometerConfig;
import org.variometer.stream.StreamApp;
import org.variometer.stream.StreamRun;

/** A stream whose driver runs in a cluster. */
public final class StreamInCluster {
  private StreamInCluster() {}

  /**
   * Runs it.
   *
   * @param args the file with its configuration
   */
  public static void main(String[] args) throws Exception {
    StreamApp app =
        new StreamApp(
            VariometerConfig.load(Optional.of(new File(args[0])), Map.of()),
            false,
            System.out::println,
            batch -> System.out.println("committed " + batch.time()));
    try (StreamRun run = app.start()) {
      run.await();
    } catch (Exception e) {
      // Threads of Spark's must not keep a failed driver alive.
      e.printStackTrace();
      System.exit(1);
    }
  }
}
