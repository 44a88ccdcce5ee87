package org.variometer.batch.run;

import java.util.ArrayList;
import java.util.List;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.session.SessionCounts;
import org.variometer.shard.Intake;
import org.variometer.store.manifest.TableFile;

/**
 * What tasks did, for the driver.
 *
 * @param intake what was read
 * @param counts where accepted records went
 * @param files what was written
 * @param touchedFrom where the earliest bucket of totals begins that was changed, ms since the
 *     epoch; {@link Long#MAX_VALUE} if none was
 */
record TaskReport(Intake intake, SessionCounts counts, List<TableFile> files, long touchedFrom) {
  static final TaskReport NONE = ofFiles(List.of());

  /** Of a task that only wrote. */
  static TaskReport ofFiles(List<TableFile> files) {
    return new TaskReport(Intake.NONE, SessionCounts.ZERO, files, Long.MAX_VALUE);
  }

  TaskReport plus(Intake read) {
    return new TaskReport(intake.plus(read), counts, files, touchedFrom);
  }

  TaskReport plus(SessionCounts more) {
    return new TaskReport(intake, counts.plus(more), files, touchedFrom);
  }

  TaskReport plus(TaskReport other) {
    List<TableFile> all = new ArrayList<>(files);
    all.addAll(other.files);
    return new TaskReport(
        intake.plus(other.intake),
        counts.plus(other.counts),
        all,
        Math.min(touchedFrom, other.touchedFrom));
  }

  byte[] toBytes() {
    ByteWriter out = new ByteWriter(256);
    intake.writeTo(out);
    counts.writeTo(out);
    out.writeAll(files, TableFile::writeTo);
    out.writeLong(touchedFrom);
    return out.toByteArray();
  }

  static TaskReport ofBytes(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    return new TaskReport(
        Intake.readFrom(in),
        SessionCounts.readFrom(in),
        in.readAll(TableFile::readFrom),
        in.readLong());
  }
}
