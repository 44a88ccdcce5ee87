package org.variometer.monitor.action;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.variometer.monitor.rule.Alert;

/**
 * An alert in the words and forms in which it is sent.
 *
 * @param region the pipeline's region
 * @param alert the alert
 */
record Message(String region, Alert alert) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One line. */
  String title() {
    return "[variometer " + region + "] " + state();
  }

  private String state() {
    switch (alert.kind()) {
      case OPENED:
        return alert.subject() + ": wrong";
      case OVER:
        return alert.subject() + ": well again";
      default:
        return alert.subject() + ": somebody has to look";
    }
  }

  /** Several lines. */
  String text() {
    return title()
        + "\n\n"
        + (alert.kind() == Alert.Kind.OVER ? "It was: " : "")
        + alert.text()
        + "\n\nSince "
        + alert.since()
        + ", told at "
        + alert.at()
        + " (UTC).\n";
  }

  /** The same for programs. */
  String json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("incident", id());
    json.put("kind", alert.kind().name().toLowerCase(Locale.ROOT));
    json.put("region", region);
    json.put("subject", alert.subject().name().toLowerCase(Locale.ROOT));
    json.put("since", alert.since().toString());
    json.put("at", alert.at().toString());
    json.put("title", title());
    // Under the name that chat services read.
    json.put("text", alert.text());
    return json.toString();
  }

  /** The same for all alerts of an incident. */
  String id() {
    return region
        + "-"
        + alert.subject().name().toLowerCase(Locale.ROOT)
        + "-"
        + alert.since().toEpochMilli();
  }
}
