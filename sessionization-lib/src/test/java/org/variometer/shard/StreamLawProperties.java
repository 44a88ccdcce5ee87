package org.variometer.shard;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import org.variometer.local.OracleSettings;
import org.variometer.oracle.LayerContract;
import org.variometer.oracle.Oracle;

/** The law for the stream: any partitions, tasks, shards, meters and micro-batches. */
class StreamLawProperties implements LayerContract {
  private static final int MOST = 4;

  @Override
  public Result compute(List<Oracle.Line> lines, Oracle.Settings settings, Random random) {
    MiniStream.Shape shape = new MiniStream.Shape(some(random), some(random), some(random));
    MiniStream stream =
        new MiniStream(OracleSettings.config(settings), shape, Carrier.BY_REFERENCE);
    stream.run(ReadLog.of(lines, shape.partitions(), random.nextBoolean(), random));
    return new Result(stream.csvLines(), stream.counts().sessions());
  }

  private static int some(Random random) {
    return 1 + random.nextInt(MOST);
  }

  @Override
  public Oracle.Result expected(List<Oracle.Line> lines, Oracle.Settings settings) {
    return Oracle.stream(lines, settings);
  }

  @Override
  public Arbitrary<List<Oracle.Line>> records() {
    return StampedTraffic.traffic();
  }
}
