package org.variometer.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.variometer.config.KafkaSettings;
import org.variometer.quickstart.kafka.BeaconSender;

/** Ends a sending, however it went, and says on standard error what Kafka has and has not. */
final class SendReport implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final BeaconSender sender;
  private final KafkaSettings settings;
  private final long begun = System.nanoTime();
  private long disordered;

  /** Of a sending that begins now. */
  SendReport(BeaconSender sender, KafkaSettings settings) {
    this.sender = sender;
    this.settings = settings;
  }

  /** Takes how many records came too late for the order of the log. */
  void disordered(long records) {
    disordered = records;
  }

  @Override
  public void close() {
    // Whoever interrupted wants an end in good order; that can take a moment.
    boolean interrupted = Thread.interrupted();
    sender.close(PATIENCE);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    List<String> refusals = sender.refusals();
    refusals.forEach(refusal -> say("not sent: " + refusal));
    if (sender.refused() > refusals.size()) {
      say("not sent: " + (sender.refused() - refusals.size()) + " more");
    }
    if (sender.retimed() > 0) {
      say(
          "the topic "
              + settings.beacons()
              + " replaces the records' timestamps with its own, so that sessions are cut in other"
              + " places; set its message.timestamp.type to CreateTime");
    }
    if (disordered > 0) {
      say(
          disordered
              + " records arrived more than 5 minutes before one that was sent before them: the"
              + " stream may have closed their sessions, while the batch has them right");
    }
    say(summary(System.nanoTime() - begun));
  }

  private String summary(long nanos) {
    double seconds = nanos / 1e9;
    return String.format(
        Locale.ROOT,
        "sent %d records to the topic %s of Kafka at %s in %.1f s (%.0f a second)%s",
        sender.sent(),
        settings.beacons(),
        settings.bootstrapServers(),
        seconds,
        sender.sent() / seconds,
        sender.refused() == 0 ? "" : "; not sent: " + sender.refused());
  }

  private static void say(String line) {
    System.err.println("variometer: " + line);
  }
}
