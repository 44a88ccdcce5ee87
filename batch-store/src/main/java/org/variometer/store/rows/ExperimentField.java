package org.variometer.store.rows;

import java.util.List;
import org.variometer.metric.Membership;
import org.variometer.metric.Population;
import org.variometer.store.table.Column;
import org.variometer.store.table.Struct;
import org.variometer.store.table.ValueType;

/** A visit's belonging to an experiment's population, as a field of a row. */
final class ExperimentField {
  static final Struct<Membership> STRUCT =
      new Struct<>(
          List.of(
              new Column<>("experiment", ValueType.STRING, Membership::experiment),
              new Column<>("variant", ValueType.STRING, Membership::variant),
              new Column<>("population", ValueType.STRING, m -> m.population().tag()),
              new Column<>("entered", ValueType.BIGINT, Membership::entry)),
          values ->
              new Membership(
                  values.at(0, ValueType.STRING),
                  values.at(1, ValueType.STRING),
                  Population.ofTag(values.at(2, ValueType.STRING)).orElseThrow(),
                  values.at(3, ValueType.BIGINT)));

  private ExperimentField() {}
}
