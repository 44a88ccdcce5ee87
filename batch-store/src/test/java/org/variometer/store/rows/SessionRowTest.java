package org.variometer.store.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.beacon.SessionKey;
import org.variometer.metric.Membership;
import org.variometer.metric.Population;
import org.variometer.metric.VisitSummary;
import org.variometer.store.table.MergedRows;
import org.variometer.store.table.TableFiles;

/** A session's row that is merged into another file stays what it is. */
class SessionRowTest {
  private static final Origin ORIGIN = new Origin("2026-11-20T10:30Z", "r1");

  @TempDir private Path folder;

  @Test
  void everyColumnComesBackAsItWasWritten() throws Exception {
    VisitSummary first =
        new VisitSummary(
            "anna",
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
            List.of(
                new Membership("checkout", "red", Population.ASSIGNED, 9),
                new Membership("checkout", "red", Population.QUALIFIED, 10)));
    VisitSummary second = new VisitSummary("bert", 11, 12, 13, 14, 15, 16, 17, 18, List.of());
    List<SessionRow> rows =
        List.of(
            new SessionRow(
                new SessionKey("shop", "s"), 19, 20, 21, List.of(first, second), false, ORIGIN),
            new SessionRow(new SessionKey("shop", "t"), 22, 23, 24, List.of(second), true, ORIGIN));
    TableFiles<SessionRow> files = new TableFiles<>(SessionRow.TABLE, new Configuration());
    org.apache.hadoop.fs.Path file =
        new org.apache.hadoop.fs.Path(folder.resolve("sessions.orc").toString());
    files.write(file, rows.iterator());
    List<SessionRow> found = new ArrayList<>();
    try (MergedRows<SessionRow> merged = files.merge(List.of(file))) {
      merged.forEachRemaining(found::add);
    }
    assertThat(found).isEqualTo(rows);
  }
}
