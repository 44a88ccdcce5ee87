package org.variometer.monitor;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.variometer.monitor.action.ActionException;
import org.variometer.monitor.action.Channel;
import org.variometer.monitor.record.AuditLog;
import org.variometer.monitor.rule.Alert;
import org.variometer.monitor.rule.MonitorState.Untold;

/**
 * Tells people, and tries again what could not be told.
 *
 * @param channels by which people are told
 * @param audit takes what was told, and what was not
 * @param notes takes a line about what was not
 */
record Messenger(List<Channel> channels, AuditLog audit, Consumer<String> notes) {
  /** What could not be told for so long is old news. */
  private static final Duration TELL_WITHIN = Duration.ofDays(1);

  /** Copies the list. */
  Messenger {
    channels = List.copyOf(channels);
  }

  /** An alert that nobody was told of yet. */
  Untold untold(Alert alert) {
    return new Untold(alert, channels.stream().map(Channel::name).toList(), 0);
  }

  /**
   * Tells what is untold; a channel that fails is not tried again in this check.
   *
   * @return what is still untold
   * @throws IOException if the audit log can't be written
   */
  List<Untold> tell(Instant at, List<Untold> untold) throws IOException, InterruptedException {
    List<Untold> still = new ArrayList<>();
    Set<String> failing = new HashSet<>();
    for (Untold one : untold) {
      List<String> missing = new ArrayList<>();
      for (Channel channel : channels) {
        String name = channel.name();
        if (one.channels().contains(name)
            && (failing.contains(name) || !takes(channel, at, one.alert()))) {
          failing.add(name);
          missing.add(name);
        }
      }
      if (!missing.isEmpty() && at.isBefore(one.alert().at().plus(TELL_WITHIN))) {
        boolean unheard = missing.size() == channels.size();
        still.add(new Untold(one.alert(), missing, unheard ? one.unheard() + 1 : 0));
      } else if (!missing.isEmpty()) {
        drop(at, one.alert(), missing);
      }
    }
    return still;
  }

  private boolean takes(Channel channel, Instant at, Alert alert)
      throws IOException, InterruptedException {
    Map<String, String> more = words(alert);
    more.put("channel", channel.name());
    try {
      channel.tell(alert);
      audit.add(at, "told", more);
      return true;
    } catch (ActionException e) {
      notes.accept(e.getMessage() + "; it is tried again at the next check");
      more.put("problem", e.getMessage());
      audit.add(at, "not-told", more);
      return false;
    }
  }

  private void drop(Instant at, Alert alert, List<String> missing) throws IOException {
    Map<String, String> more = words(alert);
    more.put("channels", String.join(", ", missing));
    notes.accept("given up after a day, untold: " + alert.kind() + " " + alert.text());
    audit.add(at, "given-up", more);
  }

  /** An alert in the words of the audit log. */
  static Map<String, String> words(Alert alert) {
    Map<String, String> words = new TreeMap<>();
    words.put("kind", alert.kind().name());
    words.put("subject", alert.subject().name());
    words.put("since", alert.since().toString());
    words.put("text", alert.text());
    return words;
  }
}
