package org.variometer.stream.snapshot;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import org.variometer.codec.ByteWriter;
import org.variometer.spark.TaskHadoop;
import scala.Tuple2;

/** Writes the states of a task's keys into a file. */
final class WriteBlobs<S>
    implements Function2<Integer, Iterator<Tuple2<Integer, S>>, Iterator<byte[]>> {
  private static final long serialVersionUID = 1L;
  private static final int CAPACITY = 1 << 20;

  private final String folder;
  private final String kind;
  private final Encoder<S> encoder;

  /** Writes a state; travels to tasks. */
  @FunctionalInterface
  interface Encoder<S> extends BiConsumer<S, ByteWriter>, Serializable {}

  /**
   * Writes files.
   *
   * @param folder where
   * @param kind what, for their names
   */
  WriteBlobs(String folder, String kind, Encoder<S> encoder) {
    this.folder = folder;
    this.kind = kind;
    this.encoder = encoder;
  }

  @Override
  public Iterator<byte[]> call(Integer index, Iterator<Tuple2<Integer, S>> states)
      throws Exception {
    if (!states.hasNext()) {
      return List.<byte[]>of().iterator();
    }
    // A task that is tried again must not write where the one before may still be writing.
    String file = kind + "-" + index + "-" + TaskContext.get().taskAttemptId();
    Path path = new Path(folder, file);
    List<byte[]> blobs = new ArrayList<>();
    ByteWriter bytes = new ByteWriter(CAPACITY);
    try (FSDataOutputStream out = path.getFileSystem(TaskHadoop.get()).create(path, true)) {
      while (states.hasNext()) {
        Tuple2<Integer, S> state = states.next();
        bytes.clear();
        encoder.accept(state._2(), bytes);
        byte[] blob = bytes.toByteArray();
        blobs.add(
            new Blob(state._1(), file, out.getPos(), blob.length, BlobFile.checksum(blob))
                .toBytes());
        out.write(blob);
      }
      if (out.hasCapability(StreamCapabilities.HSYNC)) {
        out.hsync();
      }
    }
    return blobs.iterator();
  }
}
