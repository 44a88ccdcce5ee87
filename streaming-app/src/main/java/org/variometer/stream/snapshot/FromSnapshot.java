package org.variometer.stream.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.variometer.codec.ByteReader;
import org.variometer.spark.TaskHadoop;
import org.variometer.spark.UpdateFunction.SerializableFunction;
import org.variometer.spark.UpdateFunction.SerializableSupplier;

/**
 * Begins each key with its state in a snapshot, read by the task that first hears of the key. It is
 * kept in Spark's checkpoint, as an RDD of first states could not be.
 */
public final class FromSnapshot<S> implements SerializableFunction<Integer, S> {
  private static final long serialVersionUID = 1L;

  private final String location;
  private final HashMap<Integer, Blob> blobs = new HashMap<>();
  private final SerializableFunction<ByteReader, S> decoder;
  private final SerializableSupplier<S> empty;

  /**
   * Begins keys.
   *
   * @param location where the snapshot is
   * @param blobs its states
   * @param decoder reads a state
   * @param empty the state of a key that has none there
   */
  public FromSnapshot(
      String location,
      List<Blob> blobs,
      SerializableFunction<ByteReader, S> decoder,
      SerializableSupplier<S> empty) {
    this.location = location;
    blobs.forEach(blob -> this.blobs.put(blob.key(), blob));
    this.decoder = decoder;
    this.empty = empty;
  }

  @Override
  public S apply(Integer key) {
    Blob blob = blobs.get(key);
    if (blob == null) {
      return empty.get();
    }
    Path folder = new Path(location);
    try {
      return decoder.apply(
          new ByteReader(BlobFile.read(folder.getFileSystem(TaskHadoop.get()), folder, blob)));
    } catch (IOException e) {
      throw new UncheckedIOException("the snapshot in " + location + ": " + e.getMessage(), e);
    }
  }
}
