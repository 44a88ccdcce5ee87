package org.variometer.spark;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.SparkException;
import org.variometer.files.DamagedException;

/** Runs what Spark computes, and says in its own words why it failed. */
public final class SparkJob {
  private SparkJob() {}

  /**
   * Runs a job.
   *
   * @throws DamagedException if a task found something damaged
   * @throws IOException if it fails; what failed in a task is said without what Spark did about it
   */
  public static <T> T run(Callable<T> job) throws IOException {
    try {
      return job.call();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // Scala throws it undeclared.
      Throwable cause = e;
      while (cause instanceof SparkException && cause.getCause() != null) {
        cause = cause.getCause();
      }
      String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
      throw cause instanceof DamagedException
          ? new DamagedException(message, e)
          : new IOException(message, e);
    }
  }
}
