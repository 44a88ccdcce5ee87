package org.variometer.stream;

import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.variometer.config.StreamSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.spark.SparkMaster;
import org.variometer.spark.SparkSettings;

/**
 * The Spark of a stream that no checkpoint restores, started when it is first needed. For one
 * thread.
 */
final class OwnSpark {
  /** How long micro-batches in hand may take at a stop, Spark's own way to say it. */
  private static final String GRACE = "15min";

  private final VariometerConfig config;
  private JavaSparkContext context;

  OwnSpark(VariometerConfig config) {
    this.config = config;
  }

  /**
   * Starts it, unless it is.
   *
   * @throws StreamException if it can't be started
   */
  JavaSparkContext get() throws StreamException {
    if (context == null) {
      try {
        context = new JavaSparkContext(conf());
      } catch (Exception e) {
        // Also those that Scala throws without a word.
        throw failed(config, e);
      }
    }
    return context;
  }

  /**
   * Makes sure that there is one to be started on.
   *
   * @throws StreamException if its master can't be reached
   */
  void requireMaster() throws StreamException {
    Optional<String> problem =
        SparkMaster.problem(conf().get("spark.master"), "variometer.stream.master");
    if (problem.isPresent()) {
      throw new StreamException(problem.get());
    }
  }

  /** Says that something of Spark's can't be started. */
  static StreamException failed(VariometerConfig config, Exception cause) {
    return new StreamException(
        "Spark can't be started with master "
            + new OwnSpark(config).conf().get("spark.master")
            + ": "
            + cause.getMessage()
            + ". See variometer.stream.master and variometer.stream.spark",
        cause);
  }

  /** How it is started. */
  SparkConf conf() {
    StreamSettings settings = config.stream();
    SparkConf conf =
        SparkSettings.of(StreamSettings.application(config.region()), settings.master())
            .set("spark.streaming.gracefulStopTimeout", GRACE)
            .set(
                "spark.streaming.kafka.maxRatePerPartition",
                Integer.toString(settings.maxRatePerPartition()))
            .set("spark.streaming.backpressure.enabled", Boolean.toString(settings.backpressure()));
    settings.spark().forEach(conf::set);
    return SparkSettings.secretLeftOut(conf);
  }

  /** Stops it, if it was started. */
  void stop() {
    if (context != null) {
      context.stop();
    }
  }
}
