package org.variometer.batch.landing;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.Checksum;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.IOUtils;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.compress.Lz4Codec;
import org.apache.hadoop.util.ReflectionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes and reads files of records in the form of {@link LandedFile}. */
final class RecordFiles {
  private static final Logger LOG = LoggerFactory.getLogger(RecordFiles.class);

  private final Configuration hadoop;

  RecordFiles(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * Writes a file of a slot.
   *
   * @param folder the slot's
   * @param name its path in that folder
   * @param partition the partition of the log that the records are from
   */
  LandedFile write(String folder, String name, int partition, Iterator<LandedRecord> records)
      throws IOException {
    Output out = create(new Path(folder, name));
    try (out) {
      while (records.hasNext()) {
        out.write(records.next());
      }
    }
    return out.file(name, partition);
  }

  /** Begins a file. */
  Output create(Path path) throws IOException {
    return new Output(path.getFileSystem(hadoop).create(path));
  }

  /** A file that is being written. For one thread. */
  final class Output implements Closeable {
    private final Checksum checksum = new CRC32C();
    private final FSDataOutputStream stream;
    private final SequenceFile.Writer out;
    private final BytesWritable key = new BytesWritable();
    private final Text value = new Text();
    private long count;

    private Output(OutputStream file) throws IOException {
      stream = new FSDataOutputStream(new CheckedOutputStream(file, checksum), null);
      SequenceFile.Writer begun = null;
      try {
        begun =
            SequenceFile.createWriter(
                hadoop,
                SequenceFile.Writer.stream(stream),
                SequenceFile.Writer.keyClass(BytesWritable.class),
                SequenceFile.Writer.valueClass(Text.class),
                SequenceFile.Writer.compression(
                    SequenceFile.CompressionType.BLOCK,
                    ReflectionUtils.newInstance(Lz4Codec.class, hadoop)));
      } finally {
        if (begun == null) {
          IOUtils.closeStream(stream);
        }
      }
      out = begun;
    }

    void write(LandedRecord record) throws IOException {
      byte[] timestampAndKey = timestampAndKey(record);
      key.set(timestampAndKey, 0, timestampAndKey.length);
      value.set(record.value());
      out.append(key, value);
      count++;
    }

    /** What was written, when it is closed. */
    LandedFile file(String name, Integer partition) {
      return new LandedFile(name, partition, count, stream.getPos(), checksum.getValue());
    }

    @Override
    public void close() throws IOException {
      try (stream) {
        out.close();
      }
    }
  }

  private static byte[] timestampAndKey(LandedRecord record) {
    return ByteBuffer.allocate(Long.BYTES + record.key().length)
        .putLong(record.timestamp())
        .put(record.key())
        .array();
  }

  /**
   * Reads a file, record by record.
   *
   * @throws UncheckedIOException with a message that names it, if it is not the file that was
   *     written
   */
  Records read(Path path, LandedFile file) {
    try {
      Optional<String> damage = damage(path, file);
      if (damage.isPresent()) {
        throw new IOException(damage.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Records(path, file, Extent.WHOLE);
  }

  /** Reads the beginning of a damaged file: as many records as it is said to have here. */
  Records readBeginning(Path path, LandedFile file) {
    return new Records(path, file, Extent.BEGINNING);
  }

  /**
   * How many records can be read of a file: fewer than it should have if it is damaged.
   *
   * @throws IOException if that can't be known now
   */
  long readable(Path path, LandedFile file) throws IOException {
    Optional<String> damage = damage(path, file);
    if (damage.isEmpty()) {
      return file.records();
    }
    long[] readable = {0};
    try (Records records = new Records(path, file, Extent.UP_TO_DAMAGE)) {
      try {
        while (records.hasNext()) {
          records.next();
        }
      } finally {
        readable[0] = Math.min(records.count, file.records());
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("{}; {} of its records can be read", damage.get(), readable[0]);
    }
    return readable[0];
  }

  /**
   * What is wrong with a file: its bytes are looked at before they are taken for lengths and
   * classes.
   *
   * @return in words that name it; empty if it is as it was written
   * @throws IOException if that can't be known now: a store that does not answer is no damage, what
   *     it has is lost only for now
   */
  private Optional<String> damage(Path path, LandedFile file) throws IOException {
    CheckedInputStream checked = null;
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      checked = new CheckedInputStream(in, new CRC32C());
      long bytes = checked.transferTo(OutputStream.nullOutputStream());
      if (bytes != file.bytes()) {
        return Optional.of(path + " has " + bytes + " bytes and should have " + file.bytes());
      }
    } catch (FileNotFoundException | ChecksumException e) {
      return Optional.of(path + " can't be read: " + e.getMessage());
    } catch (IOException e) {
      throw new IOException(
          path
              + " can't be read: "
              + e.getMessage()
              + ". If it never will be, remove it: then it is lost, and --skip-corrupt leaves it"
              + " out",
          e);
    }
    return checked.getChecksum().getValue() == file.crc32c()
        ? Optional.empty()
        : Optional.of(path + " has other bytes than were written");
  }

  /** How much of a file is read. */
  private enum Extent {
    /** All of a sound one. */
    WHOLE,
    /** Of a damaged one what can be. */
    UP_TO_DAMAGE,
    /** As many records as are known to be there. */
    BEGINNING
  }

  /**
   * The records of a file. Throws {@link UncheckedIOException} with a message that names the file
   * if it is not that file in full. For one thread.
   */
  final class Records implements Iterator<LandedRecord>, Closeable {
    private final Path path;
    private final Integer partition;
    private final long expected;
    private final Extent extent;
    private final BytesWritable key = new BytesWritable();
    private final Text value = new Text();
    private FSDataInputStream stream;
    private SequenceFile.Reader in;
    private boolean damaged;
    private LandedRecord next;
    private long count;

    private Records(Path path, LandedFile file, Extent extent) {
      this.path = path;
      this.partition = file.partition();
      this.expected = file.records();
      this.extent = extent;
      try {
        FileSystem from = path.getFileSystem(hadoop);
        long length = from.getFileStatus(path).getLen();
        stream = from.open(path);
        in =
            new SequenceFile.Reader(
                hadoop, SequenceFile.Reader.stream(stream), SequenceFile.Reader.length(length));
        advance();
      } catch (UncheckedIOException e) {
        IOUtils.closeStream(stream);
        throw e;
      } catch (IOException | RuntimeException e) {
        // A damaged header names a class that is not there, for example.
        IOUtils.closeStream(stream);
        throw unreadable(e);
      }
    }

    private void advance() {
      if (count == expected && extent == Extent.BEGINNING) {
        next = null;
        return;
      }
      try {
        next = in.next(key, value) ? record(partition, key, value) : null;
      } catch (EOFException e) {
        damaged = true;
        throw new UncheckedIOException(
            new IOException(path + " is cut off after " + count + " records", e));
      } catch (IOException | RuntimeException e) {
        damaged = true;
        throw unreadable(e);
      } catch (OutOfMemoryError e) {
        damaged = true;
        if (extent == Extent.UP_TO_DAMAGE) {
          // Damaged bytes were taken for a length.
          throw unreadable(e);
        }
        throw e;
      }
      if (next != null) {
        count++;
      } else if (count != expected) {
        throw new UncheckedIOException(
            new IOException(path + " has " + count + " records and should have " + expected));
      }
    }

    private UncheckedIOException unreadable(Throwable cause) {
      return new UncheckedIOException(
          new IOException(path + " can't be read: " + cause.getMessage(), cause));
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public LandedRecord next() {
      if (next == null) {
        throw new NoSuchElementException(path + " is at its end");
      }
      LandedRecord shown = next;
      advance();
      return shown;
    }

    @Override
    public void close() throws IOException {
      if (damaged) {
        // Its decompressors stay what the damage made of them: nobody is to be lent them again.
        stream.close();
      } else {
        in.close();
      }
    }
  }

  private static LandedRecord record(Integer partition, BytesWritable key, Text value)
      throws IOException {
    if (key.getLength() < Long.BYTES) {
      throw new IOException("a record without a timestamp");
    }
    return new LandedRecord(
        partition,
        ByteBuffer.wrap(key.getBytes(), 0, key.getLength()).getLong(),
        Arrays.copyOfRange(key.getBytes(), Long.BYTES, key.getLength()),
        Arrays.copyOf(value.getBytes(), value.getLength()));
  }
}
