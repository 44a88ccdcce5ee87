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
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
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

  /** Writes a file; gives the number of records. */
  long write(Path path, Iterator<LandedRecord> records) throws IOException {
    long count = 0;
    try (Output out = create(path)) {
      while (records.hasNext()) {
        out.write(records.next());
        count++;
      }
    }
    return count;
  }

  /** Begins a file. */
  Output create(Path path) throws IOException {
    return new Output(
        SequenceFile.createWriter(
            hadoop,
            SequenceFile.Writer.file(path),
            SequenceFile.Writer.keyClass(BytesWritable.class),
            SequenceFile.Writer.valueClass(Text.class),
            SequenceFile.Writer.compression(
                SequenceFile.CompressionType.BLOCK,
                ReflectionUtils.newInstance(Lz4Codec.class, hadoop))));
  }

  /** A file that is being written. For one thread. */
  static final class Output implements Closeable {
    private final SequenceFile.Writer out;
    private final BytesWritable key = new BytesWritable();
    private final Text value = new Text();

    private Output(SequenceFile.Writer out) {
      this.out = out;
    }

    void write(LandedRecord record) throws IOException {
      byte[] timestampAndKey = timestampAndKey(record);
      key.set(timestampAndKey, 0, timestampAndKey.length);
      value.set(record.value());
      out.append(key, value);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  private static byte[] timestampAndKey(LandedRecord record) {
    return ByteBuffer.allocate(Long.BYTES + record.key().length)
        .putLong(record.timestamp())
        .put(record.key())
        .array();
  }

  /** Reads a file, record by record. */
  Records read(Path path, LandedFile file) {
    return new Records(path, file, true);
  }

  /** Reads the beginning of a damaged file: as many records as it is said to have here. */
  Records readBeginning(Path path, LandedFile file) {
    return new Records(path, file, false);
  }

  /**
   * How many records can be read of a file: fewer than it should have if it is damaged.
   *
   * @throws IOException if that can't be known now
   */
  long readable(Path path, LandedFile file) throws IOException {
    requireBytes(path);
    long[] readable = {0};
    try (Records records = read(path, file)) {
      try {
        while (records.hasNext()) {
          records.next();
        }
      } finally {
        readable[0] = Math.min(records.count, file.records());
      }
    } catch (IOException | UncheckedIOException e) {
      return readable[0];
    }
    return readable[0];
  }

  /** A store that does not answer is no damage: what it has is lost only for now. */
  private void requireBytes(Path path) throws IOException {
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (FileNotFoundException | ChecksumException e) {
      LOG.warn("{} is damaged: {}", path, e.getMessage());
    } catch (IOException e) {
      throw new IOException(
          path
              + " can't be read: "
              + e.getMessage()
              + ". If it never will be, remove it: then it is lost, and left out",
          e);
    }
  }

  /**
   * The records of a file. Throws {@link UncheckedIOException} with a message that names the file
   * if it is not that file in full. For one thread.
   */
  final class Records implements Iterator<LandedRecord>, Closeable {
    private final Path path;
    private final Integer partition;
    private final long expected;
    private final boolean whole;
    private final BytesWritable key = new BytesWritable();
    private final Text value = new Text();
    private FSDataInputStream stream;
    private SequenceFile.Reader in;
    private boolean damaged;
    private LandedRecord next;
    private long count;

    private Records(Path path, LandedFile file, boolean whole) {
      this.path = path;
      this.partition = file.partition();
      this.expected = file.records();
      this.whole = whole;
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
      if (count == expected && !whole) {
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
      }
      if (next != null) {
        count++;
      } else if (count != expected) {
        throw new UncheckedIOException(
            new IOException(path + " has " + count + " records and should have " + expected));
      }
    }

    private UncheckedIOException unreadable(Exception cause) {
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
