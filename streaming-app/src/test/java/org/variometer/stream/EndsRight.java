package org.variometer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import org.variometer.local.MetricsReport;

/** Holds what stands in the end against {@code metrics --as-stream} of the same records. */
final class EndsRight {
  private EndsRight() {}

  /**
   * Cell by cell, and record by record.
   *
   * @param accounting of the last micro-batch, in the form of {@code metrics}
   */
  static void assertEndsRight(StreamWorld world, Config config, GeneratedLog log, String accounting)
      throws Exception {
    MetricsReport expected = log.asStream(config, world.directory());
    assertThat(accounting).isEqualTo(expected.accounting().toJson());
    assertThat(world.exported(config, world.name() + "."))
        .containsExactlyInAnyOrderElementsOf(GeneratedLog.rows(expected));
  }
}
