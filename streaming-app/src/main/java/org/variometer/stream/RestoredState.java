package org.variometer.stream;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.dstream.DStream;
import org.variometer.shard.MeterShard;
import org.variometer.shard.SessionShard;
import org.variometer.spark.SparkJob;
import org.variometer.stream.snapshot.Layout;
import org.variometer.stream.snapshot.Snapshot;
import org.variometer.stream.snapshot.Snapshots;
import scala.Tuple2;
import scala.collection.JavaConverters;

/**
 * The state that a restored stream goes on with: what Spark kept of it, or, before Spark has kept
 * any, the snapshot with which the stream began. All of it is read once, so that it is known to be
 * whole before anything is chosen: Spark itself takes a file that was cut off for one with fewer
 * keys.
 */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; see RATIONALE.md.
final class RestoredState {
  private RestoredState() {}

  /**
   * Reads it.
   *
   * @param context the stream as it was restored, not yet started
   * @param layout into what parts the state is divided
   * @param origin the name of the snapshot with which the stream began, empty if with none
   * @param snapshots where that is
   * @throws IOException if some of it is gone or damaged
   */
  static void verify(
      JavaStreamingContext context, Layout layout, String origin, Snapshots snapshots)
      throws IOException {
    Set<Set<String>> expected = expected(layout);
    Set<Set<String>> found = new HashSet<>();
    for (DStream<?> stream : streams(context)) {
      for (RDD<?> generated : generated(stream).values()) {
        // Others are of records that are still to be read.
        if (generated.getCheckpointFile().isDefined()) {
          found.add(verify(generated, layout));
        }
      }
    }
    if (!origin.isEmpty() && !found.equals(expected)) {
      verify(origin, snapshots);
    }
  }

  /**
   * Reads what Spark kept of the sessions or of the meters.
   *
   * @return the names of their parts
   * @throws IOException if some of it is gone or damaged
   */
  static Set<String> verify(RDD<?> kept, Layout layout) throws IOException {
    List<String> states = SparkJob.run(() -> kept.toJavaRDD().map(RestoredState::name).collect());
    Set<String> names = new HashSet<>(states);
    if (states.size() != names.size() || !expected(layout).contains(names)) {
      throw new IOException(
          "of "
              + layout
              + " the state in "
              + kept.getCheckpointFile().get()
              + " has "
              + states.stream().sorted().toList());
    }
    return names;
  }

  /** Whether a restored stream knows the records of this micro-batch, ms since the epoch. */
  static boolean knows(JavaStreamingContext context, long batchTime) {
    for (DStream<?> stream : context.ssc().graph().getInputStreams()) {
      if (generated(stream).containsKey(new Time(batchTime))) {
        return true;
      }
    }
    return false;
  }

  private static void verify(String origin, Snapshots snapshots) throws IOException {
    Optional<Snapshot> snapshot = snapshots.read(origin);
    if (snapshot.isEmpty()) {
      throw new IOException("snapshot " + origin + ", with which the stream began, is gone");
    }
    snapshots.verify(origin, snapshot.get());
  }

  private static Set<DStream<?>> streams(JavaStreamingContext context) {
    Set<DStream<?>> streams = new HashSet<>();
    for (DStream<?> output : context.ssc().graph().getOutputStreams()) {
      addWithDependencies(output, streams);
    }
    return streams;
  }

  private static void addWithDependencies(DStream<?> stream, Set<DStream<?>> streams) {
    if (streams.add(stream)) {
      JavaConverters.seqAsJavaList(stream.dependencies())
          .forEach(before -> addWithDependencies(before, streams));
    }
  }

  /** What a stream still knows of micro-batches, by their times. */
  private static Map<Time, ? extends RDD<?>> generated(DStream<?> stream) {
    return JavaConverters.mapAsJavaMap(stream.generatedRDDs());
  }

  private static Set<Set<String>> expected(Layout layout) {
    return Set.of(
        names(SessionShard.class, layout.allShards()), names(MeterShard.class, layout.meters()));
  }

  private static Set<String> names(Class<?> type, int number) {
    return Set.copyOf(IntStream.range(0, number).mapToObj(key -> name(type, key)).toList());
  }

  private static String name(Object state) {
    Tuple2<?, ?> pair = (Tuple2<?, ?>) state;
    return name(pair._2().getClass(), (int) pair._1());
  }

  private static String name(Class<?> type, int key) {
    return type.getSimpleName() + " " + key;
  }
}
