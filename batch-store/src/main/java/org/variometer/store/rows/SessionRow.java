package org.variometer.store.rows;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.variometer.beacon.SessionKey;
import org.variometer.metric.Membership;
import org.variometer.metric.VisitSummary;
import org.variometer.session.Piece;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;
import org.variometer.session.Visit;
import org.variometer.store.table.Column;
import org.variometer.store.table.Struct;
import org.variometer.store.table.Table;
import org.variometer.store.table.ValueType;

/**
 * A session as analysts see it: everything in it, in typed columns. A session that leaves the
 * partition of its last hit, or is quarantined, leaves a row there that says so.
 *
 * @param session the session
 * @param firstArrival the earliest arrival of its records, ms since the epoch
 * @param lastArrival the latest arrival of its records, ms since the epoch
 * @param records accepted records, duplicates included
 * @param visits its visits, in order, at least one
 * @param retracted whether the session is no longer in the row's partition
 * @param origin who wrote the row
 */
public record SessionRow(
    SessionKey session,
    long firstArrival,
    long lastArrival,
    long records,
    List<VisitSummary> visits,
    boolean retracted,
    Origin origin) {
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HH").withZone(ZoneOffset.UTC);
  private static final Comparator<SessionRow> ORDER =
      Comparator.comparing(SessionRow::session).thenComparingLong(SessionRow::firstArrival);

  /** The table {@code session_rows}. */
  public static final Table<SessionRow> TABLE =
      new Table<>(
          "session_rows",
          new Struct<>(
              List.of(
                  new Column<>("site", ValueType.STRING, row -> row.session().site()),
                  new Column<>("session_id", ValueType.STRING, row -> row.session().sessionId()),
                  new Column<>("first_arrival", ValueType.BIGINT, SessionRow::firstArrival),
                  new Column<>("last_arrival", ValueType.BIGINT, SessionRow::lastArrival),
                  new Column<>("started", ValueType.BIGINT, row -> row.visits().get(0).start()),
                  new Column<>("ended", ValueType.BIGINT, SessionRow::ended),
                  new Column<>("visitor", ValueType.STRING, row -> row.visits().get(0).visitorId()),
                  new Column<>("visits", ValueType.INT, row -> row.visits().size()),
                  new Column<>("records", ValueType.BIGINT, SessionRow::records),
                  sumOfInts("beacons", VisitSummary::beacons),
                  sumOfInts("page_views", VisitSummary::pageViews),
                  sumOfInts("orders", VisitSummary::orders),
                  sum("units", VisitSummary::units),
                  sum("revenue_micros", VisitSummary::revenue),
                  sumOfInts("errors", VisitSummary::errors),
                  new Column<>(
                      "experiments",
                      ValueType.list(ExperimentField.STRUCT),
                      SessionRow::experiments),
                  new Column<>("visit_list", ValueType.list(VisitField.STRUCT), SessionRow::visits),
                  new Column<>("retracted", ValueType.BOOLEAN, SessionRow::retracted),
                  new Column<>("slot", ValueType.STRING, row -> row.origin().slot()),
                  new Column<>("run", ValueType.STRING, row -> row.origin().run())),
              values ->
                  new SessionRow(
                      new SessionKey(
                          values.at(0, ValueType.STRING), values.at(1, ValueType.STRING)),
                      values.at(2, ValueType.BIGINT),
                      values.at(3, ValueType.BIGINT),
                      values.at(8, ValueType.BIGINT),
                      values.at(16, ValueType.list(VisitField.STRUCT)),
                      values.at(17, ValueType.BOOLEAN),
                      new Origin(
                          values.at(18, ValueType.STRING), values.at(19, ValueType.STRING)))),
          ORDER,
          row -> row.origin().slot());

  /** Copies the list. */
  public SessionRow {
    visits = List.copyOf(visits);
  }

  /**
   * The rows of a session, one for each of its pieces, which are sessions of their own (spec §2);
   * none for those that are quarantined.
   */
  public static List<SessionRow> of(
      SessionKey session, SessionState state, SessionRules rules, Origin origin) {
    List<SessionRow> rows = new ArrayList<>(1);
    for (Piece piece : state.pieces()) {
      if (!piece.isQuarantined()) {
        rows.add(
            new SessionRow(
                session,
                piece.firstArrival(),
                piece.lastArrival(),
                piece.records(),
                Visit.of(piece, rules).stream().map(VisitSummary::of).toList(),
                false,
                origin));
      }
    }
    return rows;
  }

  /** The partition of a row whose last hit is at an instant, ms since the epoch. */
  public static String hourOf(long ended) {
    return HOUR.format(Instant.ofEpochMilli(ended));
  }

  /** The timestamp of the last hit, ms since the epoch. */
  public long ended() {
    return visits.get(visits.size() - 1).end();
  }

  /** That the session is no longer where this row is. */
  public SessionRow retractedBy(Origin by) {
    return new SessionRow(session, firstArrival, lastArrival, records, visits, true, by);
  }

  /** The distinct populations of its visits, each with its earliest entry. */
  private List<Membership> experiments() {
    Map<List<Object>, Membership> distinct = new LinkedHashMap<>();
    for (VisitSummary visit : visits) {
      for (Membership m : visit.memberships()) {
        distinct.putIfAbsent(List.of(m.experiment(), m.variant(), m.population()), m);
      }
    }
    return List.copyOf(distinct.values());
  }

  private static Column<SessionRow, Long> sum(String name, ToLongFunction<VisitSummary> of) {
    return new Column<>(name, ValueType.BIGINT, row -> row.visits().stream().mapToLong(of).sum());
  }

  private static Column<SessionRow, Integer> sumOfInts(
      String name, ToLongFunction<VisitSummary> of) {
    return new Column<>(
        name, ValueType.INT, row -> (int) row.visits().stream().mapToLong(of).sum());
  }
}
