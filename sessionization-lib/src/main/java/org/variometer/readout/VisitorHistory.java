package org.variometer.readout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.variometer.json.Utf8;
import org.variometer.visitor.VisitorDay;
import org.variometer.visitor.VisitorDayKey;
import org.variometer.visitor.VisitorDays;

/**
 * What is known of a visitor on a site.
 *
 * @param site tenant, shop or app
 * @param visitorId the visitor
 * @param days its days, in order, each once
 */
public record VisitorHistory(String site, String visitorId, List<Day> days) {
  /** Copies the list. */
  public VisitorHistory {
    days = List.copyOf(days);
  }

  /** The visitors whose days were gathered, by site and visitor, each by its UTF-8 bytes. */
  public static List<VisitorHistory> all(VisitorDays days) {
    List<Map.Entry<VisitorDayKey, VisitorDay>> inOrder = new ArrayList<>(days.byKey().entrySet());
    inOrder.sort(
        Map.Entry.comparingByKey(
            Comparator.comparing(VisitorDayKey::site, Utf8::compare)
                .thenComparing(VisitorDayKey::visitorId, Utf8::compare)
                .thenComparingInt(VisitorDayKey::epochDay)));
    List<VisitorHistory> all = new ArrayList<>();
    List<Day> ofVisitor = new ArrayList<>();
    VisitorDayKey last = null;
    for (Map.Entry<VisitorDayKey, VisitorDay> day : inOrder) {
      if (last != null && !day.getKey().isOfVisitor(last)) {
        all.add(new VisitorHistory(last.site(), last.visitorId(), ofVisitor));
        ofVisitor.clear();
      }
      last = day.getKey();
      ofVisitor.add(new Day(last.epochDay(), day.getValue()));
    }
    if (last != null) {
      all.add(new VisitorHistory(last.site(), last.visitorId(), ofVisitor));
    }
    return all;
  }

  /**
   * A day.
   *
   * @param epochDay the UTC day of event time, days since the epoch
   * @param visits what the visitor's visits contribute that day
   */
  public record Day(int epochDay, VisitorDay visits) {}
}
