package org.variometer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.variometer.config.KafkaSettings;
import org.variometer.quickstart.kafka.BeaconSender;

/** The topic of beacons. */
final class KafkaDestination implements Destination {
  private final BeaconSender sender;
  private final SendReport report;

  KafkaDestination(KafkaSettings settings) throws IOException {
    sender = BeaconSender.connect(settings);
    report = new SendReport(sender, settings);
  }

  @Override
  public void accept(long arrival, String sessionId, byte[] buffer, int offset, int length)
      throws IOException {
    byte[] key = sessionId.isEmpty() ? null : sessionId.getBytes(UTF_8);
    sender.send(buffer, offset, offset + length, key, arrival);
  }

  /** Nothing waits here: what was taken is on its way. */
  @Override
  public void flush() {}

  @Override
  public boolean finish() throws IOException {
    sender.flush();
    return sender.refused() == 0;
  }

  @Override
  public void close() {
    report.close();
  }
}
