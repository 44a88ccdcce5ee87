package org.variometer.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.variometer.config.KafkaSettings;
import org.variometer.local.BeaconFile;
import org.variometer.quickstart.kafka.BeaconSender;
import org.variometer.quickstart.kafka.FileSender;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Sends files of beacons to Kafka. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    description = {
      "Sends files of beacons to Kafka (variometer.kafka.bootstrap-servers, topic"
          + " variometer.kafka.topics.beacons), line by line in their order, also those that the"
          + " stream will reject.",
      "A record's value is its line as it is, its key the session id, its timestamp receivedAt,"
          + " without it timestamp, without both that of the line before.",
      ""
    })
final class SendCommand implements Callable<Integer> {
  private static final long MEGABYTE = 1 << 20;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Beacons, one JSON object a line; FILE.gz is decompressed, - is standard input.")
  private List<String> names;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Records per second, at most (default: as fast as it goes).")
  private Long rate;

  @ParentCommand private Main main;
  @Mixin private ConfigOption config;
  @Mixin private ProgressOption progress;

  @Override
  public Integer call() throws IOException {
    Pace pace = Pace.ofOption(rate);
    KafkaSettings settings = config.rules(main.options()).kafka();
    List<BeaconFile> files = names.stream().map(BeaconFile::new).toList();
    long bytes = 0;
    for (BeaconFile file : files) {
      file.check();
      bytes += file.size();
    }
    try (StopSignal stop = StopSignal.watch(Failures.FAILED)) {
      try {
        return send(settings, files, bytes, pace);
      } catch (InterruptedIOException e) {
        if (!stop.came()) {
          throw e;
        }
        System.err.println("variometer: stopped before the end");
        return Failures.FAILED;
      }
    }
  }

  private int send(KafkaSettings settings, List<BeaconFile> files, long bytes, Pace pace)
      throws IOException {
    BeaconSender sender = BeaconSender.connect(settings);
    FileSender lines =
        new FileSender(
            sender,
            () -> {
              if (pace.mustWait()) {
                pace.await();
              }
            });
    try (SendReport report = new SendReport(sender, settings);
        ProgressOption.Progress shown =
            progress.start("beacons", bytes, " MB", MEGABYTE, "waiting for Kafka")) {
      Interruptible.run(
          () -> {
            lines.send(files, shown);
            return null;
          });
      report.disordered(lines.disordered());
    }
    return sender.refused() == 0 ? 0 : Failures.FAILED;
  }
}
