package org.variometer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.variometer.config.VariometerConfig;
import org.variometer.control.ControlClient;
import org.variometer.control.ControlException;
import org.variometer.control.Failover;
import org.variometer.control.Lease;
import org.variometer.control.Regions;
import org.variometer.control.Seal;
import org.variometer.control.Succession;
import org.variometer.control.ZooKeeperClock;
import org.variometer.shard.MeterRules;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Shows which region writes, and lets another one. */
@Command(
    name = "failover",
    mixinStandardHelpOptions = true,
    description = {
      "Shows which region writes and how far each has got. With --to lets another one write: the one"
          + " that writes finishes its micro-batch, makes sure of it and stands by; of one that is"
          + " dead the other waits until nothing can be under way any more.",
      ""
    })
final class FailoverCommand implements Callable<Integer> {
  private static final long LOOK_MILLIS = 200;
  private static final int BATCHES_ALIVE = 5;
  private static final int BATCHES_BEHIND = 3;
  private static final Duration LEAST_ALIVE = Duration.ofSeconds(60);

  @Option(names = "--to", paramLabel = "REGION", description = "The region that is to write.")
  private String to;

  @Option(
      names = "--force",
      description =
          "Also if that one lags, or does not seem to run, and without waiting for the one that"
              + " writes to let go.")
  private boolean force;

  @Option(
      names = "--most-lag",
      paramLabel = "SECONDS",
      description =
          "How far its log may be behind that of the region that writes (default:"
              + " three micro-batches).")
  private Integer mostLag;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "For how long to wait until it has taken over (default: ${DEFAULT-VALUE}).")
  private int patience = 180;

  @ParentCommand private Main main;
  @Mixin private ConfigOption configOption;
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if ((mostLag != null && mostLag < 0) || patience < 1) {
      throw new UsageException("--most-lag and --wait take numbers of seconds, --wait from 1");
    }
    VariometerConfig config = configOption.rules(main.options());
    try (ControlClient client = ControlClient.connect(config.zooKeeper())) {
      Regions regions = new Regions(client, config.stream().consumer(), config.kafka().beacons());
      Optional<Regions.Writer> writer = regions.writer();
      List<Regions.Region> all = regions.all();
      show(writer, all, new Seal(client).through());
      if (to == null) {
        return 0;
      }
      if (writer.isEmpty()) {
        throw new IOException("no stream has ever written: the first one to start will");
      }
      return switchFrom(writer.get(), all, regions, client, config);
    } catch (ControlException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void show(
      Optional<Regions.Writer> writer, List<Regions.Region> regions, Optional<Instant> sealed) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        writer
            .map(
                w ->
                    "region "
                        + w.region()
                        + " has the right to write, epoch "
                        + w.epoch()
                        + w.holder()
                            .map(h -> ": process " + h.process() + " on " + h.host())
                            .orElse(w.released() ? ", and gave it back" : ", and seems dead"))
            .orElse("no stream has ever written"));
    for (Regions.Region region : regions) {
      out.println(
          "region "
              + region.name()
              + " committed last "
              + region.committed()
              + ", its log has passed "
              + (region.passed().isPresent()
                  ? Instant.ofEpochMilli(region.passed().getAsLong())
                  : "nothing"));
    }
    out.println(
        sealed
            .map(through -> "the batch has sealed through " + through)
            .orElse("the batch has sealed nothing"));
    out.flush();
  }

  private int switchFrom(
      Regions.Writer writer,
      List<Regions.Region> all,
      Regions regions,
      ControlClient client,
      VariometerConfig config)
      throws ControlException, IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (writer.region().equals(to)) {
      if (regions.ordered().filter(order -> !order.to().equals(to)).isEmpty()) {
        out.println("region " + to + " has the right to write already");
        return 0;
      }
      // It may have let go of the right already, for a region that does not take it.
      new Succession(to, writer.epoch(), force).order(client);
      out.println("the order to let another region write is taken back");
      return 0;
    }
    if (!Failover.isKnown(to, all)) {
      throw new UsageException(
          "--to: "
              + to
              + "; expected one of "
              + String.join(", ", all.stream().map(Regions.Region::name).toList()));
    }
    Duration interval = config.stream().batchInterval();
    Duration alive = interval.multipliedBy(BATCHES_ALIVE);
    List<String> obstacles =
        new Failover(
                alive.compareTo(LEAST_ALIVE) > 0 ? alive : LEAST_ALIVE,
                mostLag == null
                    ? interval.multipliedBy(BATCHES_BEHIND)
                    : Duration.ofSeconds(mostLag),
                neededFrom(writer, all, client, config))
            .obstacles(
                to, writer, all, new ZooKeeperClock(client, client.paths().failoverClock()).now());
    if (!obstacles.isEmpty() && !force) {
      throw new IOException(
          "not switched: " + String.join("; ", obstacles) + ". --force switches all the same");
    }
    obstacles.forEach(obstacle -> out.println("although " + obstacle));
    new Succession(to, writer.epoch(), force).order(client);
    out.println("region " + to + " is to write behind epoch " + writer.epoch());
    awaitTakenOver(writer, regions, config);
    return 0;
  }

  /** What arrived before can only be of buckets that are sealed, or held no longer. */
  private static long neededFrom(
      Regions.Writer writer,
      List<Regions.Region> all,
      ControlClient client,
      VariometerConfig config)
      throws ControlException {
    long sealed = new Seal(client).through().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
    long held =
        all.stream()
            .filter(region -> region.name().equals(writer.region()))
            .flatMapToLong(region -> region.passed().stream())
            .map(passed -> passed - Duration.ofHours(config.stream().holdHours()).toMillis())
            .findFirst()
            .orElse(Long.MIN_VALUE);
    long from = Math.max(sealed, held);
    return from == Long.MIN_VALUE ? from : MeterRules.wholeFrom(from);
  }

  private void awaitTakenOver(Regions.Writer writer, Regions regions, VariometerConfig config)
      throws ControlException, IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    long begun = System.nanoTime();
    while (true) {
      Regions.Writer now = regions.writer().orElse(writer);
      double seconds = (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
      if (now.region().equals(to)) {
        out.printf(
            "region %s took over after %.1f s, epoch %d; %s%n",
            to,
            seconds,
            now.epoch(),
            "it writes with its next micro-batch"
                + (writer.released()
                    ? ""
                    : ", at the latest "
                        + Lease.underWayWithin(config.kairos().requestTimeout()).toSeconds()
                        + " s from now if the other did not let go"));
        return;
      }
      if (now.epoch() != writer.epoch()) {
        throw new IOException(
            "region " + now.region() + " has claimed the right anew meanwhile: order it again");
      }
      if (seconds > patience) {
        throw new IOException(
            "region "
                + to
                + " has not taken over within "
                + patience
                + " s; the order stands. See whether its stream runs; --force does not wait for the"
                + " one that writes");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }
}
