package org.variometer.series;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.metric.MetricKey;

/** Writes points of metrics series, each series said once. */
public final class PointCodec {
  private PointCodec() {}

  /** Writes points of metrics series. */
  public static void write(List<Point> points, ByteWriter out) {
    Map<MetricSeries, List<Point>> bySeries = new LinkedHashMap<>();
    for (Point point : points) {
      bySeries
          .computeIfAbsent((MetricSeries) point.cell().series(), series -> new ArrayList<>())
          .add(point);
    }
    out.writeUnsigned(bySeries.size());
    bySeries.forEach(
        (series, ofSeries) -> {
          out.writeText(series.metric());
          series.key().writeTo(out);
          out.writeText(series.resolution().tag());
          out.writeUnsigned(ofSeries.size());
          for (Point point : ofSeries) {
            out.writeUnsigned(point.cell().timestamp());
            out.writeLong(Double.doubleToRawLongBits(point.value()));
          }
        });
  }

  /** Reads what {@link #write} wrote. */
  public static List<Point> read(ByteReader in) {
    List<Point> points = new ArrayList<>();
    int number = in.readCount();
    for (int s = 0; s < number; s++) {
      String metric = in.readText();
      MetricKey key = MetricKey.readFrom(in);
      MetricSeries series = new MetricSeries(metric, key, resolution(in.readText()));
      int ofSeries = in.readCount();
      for (int i = 0; i < ofSeries; i++) {
        points.add(
            new Point(new Cell(series, in.readUnsigned()), Double.longBitsToDouble(in.readLong())));
      }
    }
    return points;
  }

  private static Resolution resolution(String tag) {
    return Resolution.ofTag(tag)
        .orElseThrow(() -> new IllegalArgumentException("no resolution: " + tag));
  }
}
