package org.variometer.batch.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.variometer.batch.landing.LandedRecord;
import org.variometer.beacon.RejectReason;
import org.variometer.config.VariometerConfig;
import org.variometer.shard.Packet;
import org.variometer.spark.Populate;
import org.variometer.spark.Rules;
import org.variometer.store.manifest.TableFile;
import org.variometer.store.rows.RejectedRow;
import scala.Tuple2;

/**
 * Decodes, validates and enriches records, packs them by bucket, and writes down those that are no
 * beacons. The packets of a bucket come with the bucket's number; those of the report with that of
 * the first.
 */
final class ReadRecords
    implements FlatMapFunction<Iterator<LandedRecord>, Tuple2<Integer, byte[]>> {
  private static final long serialVersionUID = 1L;

  /** Packets are made of so many records at most, so that memory does not follow the slot. */
  private static final int RECORDS_OF_PACKETS = 200_000;

  private static final long REJECTED_BYTES = 32 << 20;

  private final Rules rules;
  private final RunFiles files;
  private final int buckets;
  private final String day;
  private final int recordsOfPackets;
  private final long bytesOfRejected;

  /**
   * Reads by these rules.
   *
   * @param day the day of the slot's end, the partition of what is rejected
   */
  ReadRecords(Rules rules, RunFiles files, int buckets, String day) {
    this(rules, files, buckets, day, RECORDS_OF_PACKETS, REJECTED_BYTES);
  }

  /**
   * Reads by these rules.
   *
   * @param recordsOfPackets of how many records packets are made at most
   * @param bytesOfRejected from how many bytes on what is rejected is written down
   */
  ReadRecords(
      Rules rules,
      RunFiles files,
      int buckets,
      String day,
      int recordsOfPackets,
      long bytesOfRejected) {
    this.rules = rules;
    this.files = files;
    this.buckets = buckets;
    this.day = day;
    this.recordsOfPackets = recordsOfPackets;
    this.bytesOfRejected = bytesOfRejected;
  }

  @Override
  public Iterator<Tuple2<Integer, byte[]>> call(Iterator<LandedRecord> records) throws IOException {
    return new Packets(records);
  }

  /** Packets, made as they are taken; at the end the report. */
  private final class Packets implements Iterator<Tuple2<Integer, byte[]>> {
    private final VariometerConfig config = rules.get();
    private final Iterator<LandedRecord> records;
    private final List<RejectedRow> rejected = new ArrayList<>();
    private Iterator<Tuple2<Integer, Packet>> packets =
        List.<Tuple2<Integer, Packet>>of().iterator();
    private final List<TableFile> rejectedFiles = new ArrayList<>();
    private long rejectedBytes;
    private boolean ended;

    Packets(Iterator<LandedRecord> records) {
      this.records = records;
    }

    @Override
    public boolean hasNext() {
      return packets.hasNext() || records.hasNext() || !ended;
    }

    @Override
    public Tuple2<Integer, byte[]> next() {
      while (!packets.hasNext() && records.hasNext()) {
        packets = read();
        if (rejectedBytes >= bytesOfRejected || !records.hasNext()) {
          writeRejected();
        }
      }
      if (packets.hasNext()) {
        Tuple2<Integer, Packet> packet = packets.next();
        return new Tuple2<>(packet._1(), Parcel.of(packet._2()));
      }
      if (ended) {
        throw new NoSuchElementException();
      }
      ended = true;
      return new Tuple2<>(0, Parcel.of(TaskReport.ofFiles(rejectedFiles)));
    }

    private Iterator<Tuple2<Integer, Packet>> read() {
      Populate<LandedRecord> populate =
          new Populate<>(
              config, Long.MAX_VALUE, buckets, LandedRecord::value, LandedRecord::timestamp);
      int[] taken = {0};
      Iterator<LandedRecord> some =
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              return taken[0] < recordsOfPackets && records.hasNext();
            }

            @Override
            public LandedRecord next() {
              taken[0]++;
              return records.next();
            }
          };
      return populate.read(some, 0, 0, 0, this::reject, session -> {});
    }

    private void reject(LandedRecord record, RejectReason reason) {
      rejectedBytes += record.value().length;
      rejected.add(
          new RejectedRow(
              reason,
              record.timestamp(),
              record.partition(),
              record.key(),
              record.value(),
              files.origin()));
    }

    private void writeRejected() {
      if (!rejected.isEmpty()) {
        try {
          rejectedFiles.add(files.write(RejectedRow.TABLE, day, 0, 0, rejected.iterator()));
        } catch (IOException e) {
          throw new UncheckedIOException(e.getMessage(), e);
        }
        rejected.clear();
        rejectedBytes = 0;
      }
    }
  }
}
