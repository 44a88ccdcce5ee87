package org.variometer.batch.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.SessionKey;
import org.variometer.config.VariometerConfig;
import org.variometer.metric.Bucket;
import org.variometer.metric.Granularity;
import org.variometer.metric.Totals;
import org.variometer.session.Piece;
import org.variometer.session.SessionCodec;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;
import org.variometer.shard.ArrivedRecords;
import org.variometer.shard.Packet;
import org.variometer.slot.Memory;
import org.variometer.slot.SlotUpdater;
import org.variometer.spark.Rules;
import org.variometer.store.manifest.TableFile;
import org.variometer.store.rows.SessionRow;
import org.variometer.store.rows.StateRow;
import org.variometer.store.table.TableFiles;
import org.variometer.visitor.VisitorDays;
import scala.Tuple2;

/**
 * Merges what arrived for a bucket of sessions with what is known of them, writes that down, and
 * hands on what it means for visitors and totals, by {@link Target}.
 */
final class UpdateSessions
    implements FlatMapFunction<Iterator<Tuple2<Integer, byte[]>>, Tuple2<Integer, byte[]>> {
  private static final long serialVersionUID = 1L;

  private final Rules rules;
  private final RunFiles files;
  private final Target target;
  private final List<TableFile> state;
  private final long oldestArrival;

  /**
   * Updates by these rules.
   *
   * @param state the files of what is known
   * @param memory what is known of sessions
   */
  UpdateSessions(Rules rules, RunFiles files, Target target, List<TableFile> state, Memory memory) {
    this.rules = rules;
    this.files = files;
    this.target = target;
    this.state = new ArrayList<>(state);
    this.oldestArrival = memory.oldestArrival();
  }

  @Override
  public Iterator<Tuple2<Integer, byte[]>> call(Iterator<Tuple2<Integer, byte[]>> parcels)
      throws IOException {
    ArrivedRecords arrived = new ArrivedRecords();
    TaskReport report = TaskReport.NONE;
    int bucket = -1;
    while (parcels.hasNext()) {
      Tuple2<Integer, byte[]> parcel = parcels.next();
      bucket = parcel._1();
      if (Parcel.isPacket(parcel._2())) {
        Packet packet = Parcel.packet(parcel._2());
        arrived.add(packet);
        report = report.plus(packet.intake());
      } else {
        report = report.plus(Parcel.report(parcel._2()));
      }
    }
    return bucket < 0
        ? Collections.emptyIterator()
        : new Update(bucket).run(arrived, report).iterator();
  }

  /** The work of one bucket. */
  private final class Update {
    private final int bucket;
    private final SessionRules sessionRules;
    private final SlotUpdater updater;
    private final SessionCodec codec = new SessionCodec();
    private final List<StateRow> states = new ArrayList<>();
    private final Map<String, List<SessionRow>> sessionsByHour = new TreeMap<>();

    Update(int bucket) {
      VariometerConfig config = rules.get();
      this.bucket = bucket;
      this.sessionRules = SessionRules.batch(config.maxBeacons());
      this.updater = new SlotUpdater(sessionRules, config.catalog());
    }

    List<Tuple2<Integer, byte[]>> run(ArrivedRecords arrived, TaskReport read) throws IOException {
      Map<SessionKey, StateRow> known = known(arrived.hashes());
      arrived.forEach((hash, key, records) -> update(hash, records, known));
      TaskReport done = read.plus(updater.counts()).plus(TaskReport.ofFiles(writeAll()));
      List<Tuple2<Integer, byte[]>> all = new ArrayList<>();
      all.add(new Tuple2<>(Target.DRIVER, done.toBytes()));
      addVisitors(updater.visitors(), all);
      addTotals(updater.totals(), all);
      return all;
    }

    private Map<SessionKey, StateRow> known(long[] hashes) throws IOException {
      Map<SessionKey, StateRow> known = new HashMap<>();
      TableFiles<StateRow> reader = RunFiles.files(StateRow.TABLE);
      LongPredicate wanted = TableFiles.oneOf(hashes);
      for (TableFile file : state) {
        if (file.bucket() == bucket) {
          reader.find(
              files.path(file),
              StateRow.HASH,
              wanted,
              row -> known.merge(row.session(), row, StateRow.TABLE::newest));
        }
      }
      return known;
    }

    private void update(
        long hash, List<BeaconRecord> records, Map<SessionKey, StateRow> knownSessions) {
      SessionKey session = records.get(0).session();
      StateRow row = knownSessions.get(session);
      SessionState before =
          row == null
              ? SessionState.EMPTY
              : new Memory(oldestArrival).of(codec.decode(row.state()));
      SessionState after = updater.update(session, before, records);
      List<Piece> pieces = after.pieces();
      states.add(
          new StateRow(
              hash,
              session,
              pieces.get(pieces.size() - 1).lastArrival(),
              codec.encode(after),
              files.origin()));
      addSessions(session, before, after);
    }

    /** Rows of what changed, and of what is no longer where it was. */
    private void addSessions(SessionKey session, SessionState before, SessionState after) {
      Map<String, SessionRow> gone = new HashMap<>();
      for (SessionRow row : SessionRow.of(session, before, sessionRules, files.origin())) {
        gone.put(SessionRow.hourOf(row.ended()) + '/' + row.firstArrival(), row);
      }
      for (SessionRow row : SessionRow.of(session, after, sessionRules, files.origin())) {
        String hour = SessionRow.hourOf(row.ended());
        gone.remove(hour + '/' + row.firstArrival());
        sessionsByHour.computeIfAbsent(hour, h -> new ArrayList<>()).add(row);
      }
      for (SessionRow row : gone.values()) {
        sessionsByHour
            .computeIfAbsent(SessionRow.hourOf(row.ended()), h -> new ArrayList<>())
            .add(row.retractedBy(files.origin()));
      }
    }

    private List<TableFile> writeAll() throws IOException {
      List<TableFile> written = new ArrayList<>();
      if (!states.isEmpty()) {
        states.sort(StateRow.TABLE.order());
        written.add(files.write(StateRow.TABLE, "", bucket, 0, states.iterator()));
      }
      for (Map.Entry<String, List<SessionRow>> hour : sessionsByHour.entrySet()) {
        hour.getValue().sort(SessionRow.TABLE.order());
        written.add(files.write(SessionRow.TABLE, hour.getKey(), 0, 0, hour.getValue().iterator()));
      }
      return written;
    }

    private void addVisitors(VisitorDays visitors, List<Tuple2<Integer, byte[]>> all) {
      byte[][] byBucket = visitors.write(target.buckets(), key -> target.visitors(key.hash()));
      for (int part = 0; part < byBucket.length; part++) {
        if (byBucket[part] != null) {
          all.add(new Tuple2<>(part, byBucket[part]));
        }
      }
    }

    private void addTotals(Totals totals, List<Tuple2<Integer, byte[]>> all) {
      TotalsByTarget byTarget = new TotalsByTarget(target);
      totals.forEachMinute(
          (key, minute, counts) ->
              byTarget.addAll(new Bucket(key, Granularity.MINUTE, minute), counts));
      byTarget.addTo(all);
    }
  }
}
