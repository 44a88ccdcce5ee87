package org.variometer.kairos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.variometer.config.KairosSettings;
import org.variometer.series.Cell;
import org.variometer.series.Point;

/**
 * Sends points so that of one cell only one value is ever under way, and the next one only when the
 * spacing is over. For one thread.
 */
final class PointSender {
  private final Ticker ticker;
  private final Retention retention;
  private final Lanes lanes;
  private final int pointsPerRequest;

  PointSender(KairosSettings settings, Ticker ticker, Retention retention, Lanes lanes) {
    this.ticker = ticker;
    this.retention = retention;
    this.lanes = lanes;
    this.pointsPerRequest = settings.pointsPerRequest();
  }

  /** Sends the last value of each cell; returns when all are acknowledged. */
  void send(Collection<Point> points) throws SinkException {
    Map<Cell, Point> newest = new LinkedHashMap<>();
    points.forEach(point -> newest.put(point.cell(), point));
    List<Point> held = new ArrayList<>();
    List<Point> free = new ArrayList<>();
    long longest = 0;
    long now = ticker.nanos();
    for (Point point : newest.values()) {
      long wait = retention.waitNanos(point.cell(), now);
      (wait == 0 ? free : held).add(point);
      longest = Math.max(longest, wait);
    }
    sendNow(free);
    if (!held.isEmpty()) {
      long rest = now + longest - ticker.nanos();
      if (rest > 0) {
        Retrier.sleep(ticker, rest);
      }
      sendNow(held);
    }
  }

  private void sendNow(List<Point> points) throws SinkException {
    List<List<Point>> requests = new ArrayList<>();
    for (int from = 0; from < points.size(); from += pointsPerRequest) {
      requests.add(points.subList(from, Math.min(points.size(), from + pointsPerRequest)));
    }
    try {
      lanes.send(requests);
    } finally {
      // Also when it failed: what was sent may stand or still arrive.
      retention.sent(points, ticker.nanos());
    }
  }
}
