package org.variometer.monitor;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.variometer.config.MonitorSettings;
import org.variometer.config.StreamSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.control.ControlException;
import org.variometer.control.Holder;
import org.variometer.control.Lease;
import org.variometer.control.Role;
import org.variometer.kairos.Ticker;
import org.variometer.monitor.action.ActionException;
import org.variometer.monitor.action.Channel;
import org.variometer.monitor.action.CommandRestarter;
import org.variometer.monitor.action.Death;
import org.variometer.monitor.action.Heartbeat;
import org.variometer.monitor.action.MailChannel;
import org.variometer.monitor.action.Restarter;
import org.variometer.monitor.action.SubmissionRestarter;
import org.variometer.monitor.action.WebhookChannel;
import org.variometer.monitor.probe.CommitsProbe;
import org.variometer.monitor.probe.DriverAddress;
import org.variometer.monitor.probe.DriverProbe;
import org.variometer.monitor.probe.JsonPages;
import org.variometer.monitor.probe.KairosProbe;
import org.variometer.monitor.probe.LogProbe;
import org.variometer.monitor.probe.MasterProbe;
import org.variometer.monitor.probe.ProbeException;
import org.variometer.monitor.probe.Probes;
import org.variometer.monitor.probe.SeriesProbe;
import org.variometer.monitor.record.AuditLog;
import org.variometer.monitor.record.CheckSeries;
import org.variometer.monitor.record.Maintenance;
import org.variometer.monitor.record.StateFile;
import org.variometer.monitor.rule.Backoff;
import org.variometer.monitor.rule.Policy;
import org.variometer.monitor.rule.Rules;

/** The monitor of one region's pipeline, put together by the configuration. For one thread. */
public final class MonitorApp implements AutoCloseable {
  /** What {@code bin/stream} submits. */
  private static final String SUBMITTED_CLASS = "org.variometer.cli.Main";

  private final VariometerConfig config;
  private final MonitorSettings settings;
  private final ZooKeeperConnection zooKeeper;
  private final Monitor monitor;

  private MonitorApp(
      VariometerConfig config, boolean dryRun, InstantSource clock, Consumer<String> notes)
      throws IOException {
    this.config = config;
    this.settings = config.monitor();
    this.zooKeeper = new ZooKeeperConnection(config.zooKeeper(), settings.probeTimeout());
    Path directory = directory(settings.directory());
    JsonPages pages = new JsonPages(settings.pages(), settings.probeTimeout());
    MasterProbe master =
        new MasterProbe(
            settings.masters(),
            StreamSettings.application(config.region()),
            settings
                .restart()
                .submission()
                .map(MonitorSettings.Submission::mainClass)
                .orElse(SUBMITTED_CLASS),
            pages);
    Monitor.Means means =
        new Monitor.Means(
            zooKeeper,
            config.region(),
            self(clock.instant()),
            restarter(directory, master, pages),
            channels(),
            new StateFile(directory.resolve("state.json"), config.region()),
            new AuditLog(directory.resolve("audit.jsonl"), config.region()),
            new CheckSeries(config.kairos(), config.region(), settings.probeTimeout()),
            new Heartbeat(settings.heartbeat(), settings.probeTimeout()),
            dryRun);
    monitor = new Monitor(probes(master, pages, clock), policy(), means, clock, notes);
  }

  private static Path directory(String name) throws IOException {
    Path directory = Path.of(name);
    String problem = "this user may not write there";
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      if (Files.isWritable(directory)) {
        return directory;
      }
    } catch (AccessDeniedException e) {
      problem = "this user may not write at " + e.getFile();
    } catch (FileAlreadyExistsException e) {
      problem = e.getFile() + " is no directory";
    } catch (FileSystemException e) {
      problem = e.getFile() + ": " + e.getReason();
    }
    throw new IOException(
        "the monitor's directory, "
            + directory
            + ", can't be used: "
            + problem
            + ". Name another: variometer.monitor.directory");
  }

  /**
   * Puts it together; nothing is connected to yet.
   *
   * @param dryRun whether it only says what it would do
   * @param notes takes a line about each check and about what is done
   * @throws IOException if its directory can't be used
   */
  public static MonitorApp of(VariometerConfig config, boolean dryRun, Consumer<String> notes)
      throws IOException {
    return new MonitorApp(config, dryRun, InstantSource.system(), notes);
  }

  /**
   * Checks once.
   *
   * @throws IOException if what the monitor keeps can't be read or written
   * @throws InterruptedException if it is to stop
   */
  public void check() throws IOException, InterruptedException {
    monitor.check();
  }

  /**
   * Begins or ends maintenance of the region.
   *
   * @return since when there is maintenance, if there is now
   * @throws MonitorException if ZooKeeper can't be reached
   */
  public static Optional<Instant> maintain(VariometerConfig config, boolean on)
      throws MonitorException {
    try (ZooKeeperConnection connection =
        new ZooKeeperConnection(config.zooKeeper(), config.zooKeeper().connectTimeout())) {
      Maintenance maintenance = new Maintenance(connection.get(), config.region());
      if (on) {
        return Optional.of(maintenance.begin(Instant.now()));
      }
      maintenance.end();
      return Optional.empty();
    } catch (ControlException e) {
      throw new MonitorException(e.getMessage(), e);
    }
  }

  private static String self(Instant since) {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "unknown";
    }
    return "host " + host + ", process " + ProcessHandle.current().pid() + ", since " + since;
  }

  private Probes probes(MasterProbe master, JsonPages pages, InstantSource clock) {
    String consumer = config.stream().consumer();
    String topic = config.kafka().beacons();
    // Who does not answer can say so itself before the look is over.
    Duration timeout = settings.probeTimeout().multipliedBy(3).dividedBy(4);
    return new Probes(
        master,
        new DriverProbe(
            new DriverAddress(
                settings.driver().map(URI::toString), zooKeeper, config.region(), consumer, topic),
            pages),
        new CommitsProbe(zooKeeper, config.region(), consumer, topic),
        new LogProbe(config.kafka(), timeout),
        new KairosProbe(config.kairos(), timeout),
        new SeriesProbe(
            config.kairos(), config.region(), config.batch().slotLength(), timeout, clock),
        settings.probeTimeout());
  }

  private Policy policy() {
    MonitorSettings.Restart restart = settings.restart();
    return new Policy(
        new Rules(
            settings.limits(),
            config.stream().batchInterval(),
            config.batch().slotLength(),
            config.batch().sealDelay()),
        settings.incidents(),
        restart,
        new Backoff(
            restart.firstDelay(),
            restart.maxDelay(),
            // Monitors of several regions do not start all at once.
            restart.seed() ^ config.region().hashCode()));
  }

  private List<Channel> channels() {
    List<Channel> channels = new ArrayList<>();
    settings
        .mail()
        .ifPresent(
            mail ->
                mail.to().stream()
                    .distinct()
                    .map(to -> new MailChannel(mail, to, config.region(), settings.probeTimeout()))
                    .forEach(channels::add));
    settings
        .webhook()
        .ifPresent(
            address ->
                channels.add(
                    new WebhookChannel(address, config.region(), settings.probeTimeout())));
    return channels;
  }

  private Optional<Restarter> restarter(Path directory, MasterProbe master, JsonPages pages) {
    MonitorSettings.Restart restart = settings.restart();
    Death death = new Death(restart.patience(), Ticker.SYSTEM);
    switch (restart.way()) {
      case COMMAND:
        File output = directory.resolve("commands.log").toFile();
        return Optional.of(
            new CommandRestarter(
                restart.stopCommand(),
                restart.startCommand(),
                restart.patience(),
                output,
                death,
                () -> left(master)));
      case SUBMISSION:
        return Optional.of(
            new SubmissionRestarter(
                restart.submission().orElseThrow(),
                StreamSettings.application(config.region()),
                org.apache.spark.package$.MODULE$.SPARK_VERSION(),
                master,
                pages,
                death));
      default:
        return Optional.empty();
    }
  }

  /** What is there of a stream that was stopped: by the master or, without one, by its lease. */
  private String left(MasterProbe master) throws ActionException, InterruptedException {
    try {
      if (!settings.masters().isEmpty()) {
        boolean there = master.look().view().orElseThrow().application().isPresent();
        return there ? "the application " + StreamSettings.application(config.region()) : "";
      }
      return Lease.holder(zooKeeper.get(), Role.STREAM)
          .filter(holder -> holder.region().equals(config.region()))
          .map(Holder::toString)
          .map(holder -> "the stream's right to write (" + holder + ")")
          .orElse("");
    } catch (ProbeException | ControlException e) {
      throw new ActionException(e.getMessage(), e);
    }
  }

  /** Lets another monitor take the place, and disconnects. */
  @Override
  public void close() {
    monitor.leave();
    zooKeeper.close();
  }
}
