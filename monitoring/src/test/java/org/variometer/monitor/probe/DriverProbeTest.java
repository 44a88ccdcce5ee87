package org.variometer.monitor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.variometer.monitor.rule.Observation;

/** What a real Spark says of its micro-batches and tasks; no clock but its own is asked. */
@Timeout(180)
class DriverProbeTest {
  private static final Duration LONG = Duration.ofSeconds(3);

  /** What the task waits for. */
  private static final CountDownLatch RELEASED = new CountDownLatch(1);

  @Test
  @SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; see RATIONALE.md.
  void aTaskHasRunForAsLongAsSparkSays() throws Exception {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[1]")
            .setAppName("probed")
            .set("spark.ui.port", "0")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.executor.heartbeatInterval", "200ms");
    try (JavaStreamingContext streaming =
        new JavaStreamingContext(conf, Durations.milliseconds(500))) {
      Queue<JavaRDD<Integer>> micro = new ArrayDeque<>();
      micro.add(streaming.sparkContext().parallelize(List.of(1), 1));
      streaming.queueStream(micro).foreachRDD(rdd -> rdd.foreach(one -> RELEASED.await()));
      streaming.start();
      String url = streaming.sparkContext().sc().uiWebUrl().get();
      DriverProbe probe =
          new DriverProbe(
              () -> Optional.of(url), new JsonPages(Optional.empty(), Duration.ofSeconds(20)));
      Duration before = Duration.ZERO;
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
      while (before.compareTo(LONG) < 0) {
        assertThat(System.nanoTime()).as("still %s", before).isLessThan(end);
        Observation.Driver seen = probe.look().view().orElseThrow();
        assertThat(seen.longestTask())
            .isGreaterThanOrEqualTo(before)
            .isLessThan(LONG.plusMinutes(2));
        before = seen.longestTask();
      }
      RELEASED.countDown();
      while (probe.look().view().orElseThrow().succeeded() == 0) {
        assertThat(System.nanoTime()).isLessThan(end);
      }
      assertThat(probe.look().view().orElseThrow().failed()).isZero();
    }
  }
}
