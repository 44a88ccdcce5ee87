package org.variometer.benchmarks.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import com.typesafe.config.Config;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.scheduler.BatchInfo;
import org.apache.spark.streaming.scheduler.StreamingListener;
import org.apache.spark.streaming.scheduler.StreamingListenerBatchCompleted;
import org.variometer.benchmarks.ParentWatch;
import org.variometer.config.VariometerConfig;
import org.variometer.shard.RunCounts;
import org.variometer.stream.MicroBatch;
import org.variometer.stream.StreamApp;
import org.variometer.stream.StreamException;
import org.variometer.stream.StreamRun;

/**
 * The stream in a JVM of its own, so that its heap and flags are as wanted. Says on standard output
 * what each micro-batch did, a line of JSON each, then what it counted; ends with its parent.
 */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; see RATIONALE.md.
final class StreamChild {
  static final String BATCH = "batch ";
  static final String OUTCOME = "outcome ";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final long records;
  private final Map<Long, MicroBatch> committed = new ConcurrentHashMap<>();
  private final AtomicReference<RunCounts> sum = new AtomicReference<>(RunCounts.NONE);
  private final CountDownLatch done = new CountDownLatch(1);
  private long gcMillis = gcMillis();
  private long cpuMillis = cpuMillis();

  private StreamChild(long records) {
    this.records = records;
  }

  /**
   * Runs until all records are read.
   *
   * @param args the number of records, then settings like variometer.x=y
   */
  public static void main(String[] args) throws Exception {
    ParentWatch.start();
    Map<String, String> options = new TreeMap<>();
    for (int i = 1; i < args.length; i++) {
      int equals = args[i].indexOf('=');
      options.put(args[i].substring(0, equals), args[i].substring(equals + 1));
    }
    Config config = VariometerConfig.load(Optional.empty(), options);
    new StreamChild(Long.parseLong(args[0])).run(config);
    // Whatever Spark leaves running ends here.
    System.exit(0);
  }

  private void run(Config config) throws StreamException, IOException, InterruptedException {
    StreamApp app = new StreamApp(config, false, System.err::println, this::note);
    try (StreamRun run = app.start()) {
      StreamingContext.getActive().get().addStreamingListener(new Watch());
      while (!done.await(1, TimeUnit.SECONDS)) {
        run.check();
      }
      run.stop();
      RunCounts counts = sum.get();
      say(
          OUTCOME,
          new StreamOutcome(
              counts.intake().read(), counts.sessions().used(), counts.sessions().duplicate()));
    }
  }

  private void note(MicroBatch batch) {
    committed.put(batch.time(), batch);
    sum.set(batch.sum());
  }

  private static synchronized void say(String what, Object value) throws IOException {
    System.out.println(what + JSON.writeValueAsString(value));
  }

  /** Spark's own times of each micro-batch, beside what the stream says of it. */
  private final class Watch implements StreamingListener {
    @Override
    public void onBatchCompleted(StreamingListenerBatchCompleted completed) {
      BatchInfo info = completed.batchInfo();
      MicroBatch batch = committed.remove(info.batchTime().milliseconds());
      if (batch == null) {
        return;
      }
      long gcBefore = gcMillis;
      long cpuBefore = cpuMillis;
      gcMillis = gcMillis();
      cpuMillis = cpuMillis();
      try {
        say(
            BATCH,
            new BatchFigures(
                batch.batch().intake().read(),
                (Long) info.processingDelay().get(),
                (Long) info.schedulingDelay().get(),
                batch.gauges().sessions(),
                batch.points(),
                gcMillis - gcBefore,
                cpuMillis - cpuBefore,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      if (batch.sum().intake().read() >= records) {
        done.countDown();
      }
    }
  }

  private static long gcMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(collector -> collector.getCollectionTime())
        .sum();
  }

  private static long cpuMillis() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1_000_000;
  }
}
