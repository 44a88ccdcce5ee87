package org.variometer.store.rows;

import java.util.List;
import org.variometer.metric.VisitSummary;
import org.variometer.store.table.Column;
import org.variometer.store.table.Struct;
import org.variometer.store.table.ValueType;

/** A visit, as a field of a session's row. */
final class VisitField {
  static final Struct<VisitSummary> STRUCT =
      new Struct<>(
          List.of(
              new Column<>("visitor", ValueType.STRING, VisitSummary::visitorId),
              new Column<>("started", ValueType.BIGINT, VisitSummary::start),
              new Column<>("ended", ValueType.BIGINT, VisitSummary::end),
              new Column<>("beacons", ValueType.INT, VisitSummary::beacons),
              new Column<>("page_views", ValueType.INT, visit -> (int) visit.pageViews()),
              new Column<>("orders", ValueType.INT, visit -> (int) visit.orders()),
              new Column<>("units", ValueType.BIGINT, VisitSummary::units),
              new Column<>("revenue_micros", ValueType.BIGINT, VisitSummary::revenue),
              new Column<>("errors", ValueType.INT, visit -> (int) visit.errors()),
              new Column<>(
                  "experiments",
                  ValueType.list(ExperimentField.STRUCT),
                  VisitSummary::memberships)),
          values ->
              new VisitSummary(
                  values.at(0, ValueType.STRING),
                  values.at(1, ValueType.BIGINT),
                  values.at(2, ValueType.BIGINT),
                  values.at(3, ValueType.INT),
                  values.at(4, ValueType.INT),
                  values.at(8, ValueType.INT),
                  values.at(5, ValueType.INT),
                  values.at(6, ValueType.BIGINT),
                  values.at(7, ValueType.BIGINT),
                  values.at(9, ValueType.list(ExperimentField.STRUCT))));

  private VisitField() {}
}
