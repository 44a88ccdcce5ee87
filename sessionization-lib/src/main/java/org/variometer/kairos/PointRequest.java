package org.variometer.kairos;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kairosdb.client.builder.Metric;
import org.kairosdb.client.builder.MetricBuilder;
import org.variometer.config.KairosSettings;
import org.variometer.series.MetricSeries;
import org.variometer.series.Point;
import org.variometer.series.Resolution;
import org.variometer.series.Series;
import org.variometer.series.TagValue;

/** Points as the client sends them. */
final class PointRequest {
  /** Of every value: the type is part of the series' key, 1 and 1.0 untyped would be two points. */
  private static final String TYPE = "double";

  private PointRequest() {}

  static MetricBuilder of(List<Point> points, KairosSettings.Ttl ttl) {
    MetricBuilder request = MetricBuilder.getInstance();
    request.setCompression(true);
    Map<Series, Metric> metrics = new HashMap<>();
    for (Point point : points) {
      metrics
          .computeIfAbsent(point.cell().series(), series -> metric(request, series, ttl))
          .addDataPoint(point.cell().timestamp(), point.value());
    }
    return request;
  }

  private static Metric metric(MetricBuilder request, Series series, KairosSettings.Ttl ttl) {
    Metric metric = request.addMetric(series.name(), TYPE);
    series.tags().forEach((name, value) -> metric.addTag(name, TagValue.escape(value)));
    boolean minutes =
        series instanceof MetricSeries ofMetric && ofMetric.resolution() == Resolution.MINUTE;
    return metric.addTtl(Math.toIntExact((minutes ? ttl.minutes() : ttl.others()).toSeconds()));
  }
}
