package org.variometer.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the monitor runs.
 *
 * @param every the time from one check to the next
 * @param directory where it keeps its audit log and a copy of its state, a path
 * @param masters the pages of the Spark masters; empty: the stream is on no standalone cluster
 * @param driver where the stream's own Spark answers; empty: where the stream says in ZooKeeper
 * @param pages who looks at Spark's pages, if these ask for that
 * @param probeTimeout how long one look at something may take
 * @param limits from when on something is wrong
 * @param incidents when people are told
 * @param restart when and how the stream is started again
 * @param mail where mails go, if any do
 * @param webhook where alerts are posted, if anywhere
 * @param heartbeat how the monitor says that it lives itself
 */
public record MonitorSettings(
    Duration every,
    String directory,
    List<URI> masters,
    Optional<URI> driver,
    Optional<Credentials> pages,
    Duration probeTimeout,
    Limits limits,
    Incidents incidents,
    Restart restart,
    Optional<Mail> mail,
    Optional<Address> webhook,
    Heartbeat heartbeat) {
  /** Copies the list. */
  public MonitorSettings {
    masters = List.copyOf(masters);
  }

  /**
   * From when on something is wrong.
   *
   * @param noBatchIntervals micro-batches' intervals without a commit
   * @param taskIntervals intervals that one task runs
   * @param catchUpBatch how long a micro-batch and its tasks may take while the stream catches up
   * @param failedShare share of micro-batches of the last five minutes that failed, 0 to 1
   * @param schedulingDelayIntervals intervals that a micro-batch waits for the ones before it
   * @param totalDelayIntervals intervals from a micro-batch's time to its end
   * @param lagRecords records that Kafka has and the stream has not committed, and not fewer than a
   *     check before
   * @param stateGrowth by which factor the sessions that are held grow in an hour
   * @param stateSessions sessions held below which growth is no matter
   * @param rejectedShare share of records that are rejected, 0 to 1
   * @param layerDisagreement how far the layers disagree on a metric, 0 to 1
   * @param overdueSlots slots that the batch is behind
   * @param unknownRegion how long streams of other regions may have committed while that of this
   *     region never has
   * @param maintenance how long maintenance may last
   */
  public record Limits(
      int noBatchIntervals,
      int taskIntervals,
      Duration catchUpBatch,
      double failedShare,
      int schedulingDelayIntervals,
      int totalDelayIntervals,
      long lagRecords,
      double stateGrowth,
      long stateSessions,
      double rejectedShare,
      double layerDisagreement,
      int overdueSlots,
      Duration unknownRegion,
      Duration maintenance) {}

  /**
   * When people are told.
   *
   * @param openAfterChecks how many checks have to find something that one witness alone says
   * @param closeAfterChecks how many checks in a row must not find it any more
   */
  public record Incidents(int openAfterChecks, int closeAfterChecks) {}

  /** How the stream is started again. */
  public enum Way {
    /** Not at all: people are told. */
    NONE,
    /** By commands. */
    COMMAND,
    /** By the Spark master's submission API. */
    SUBMISSION
  }

  /**
   * When and how the stream is started again.
   *
   * @param way how
   * @param afterChecks how many checks in a row have to find two witnesses that agree
   * @param firstDelay after the first restart until the next one, at most; it doubles each time
   * @param maxDelay the longest such delay
   * @param seed what the jitter of these delays comes from
   * @param resetAfterChecks healthy checks in a row after which all is forgotten
   * @param budget restarts within an hour, at most
   * @param grace for how long a stream that begins is left alone
   * @param relaunch how long Spark has to start a driver again that it supervises
   * @param patience how long a step may take: to stop, to be seen dead, to start
   * @param stopCommand what stops it, a program and its arguments
   * @param startCommand what starts it, a program and its arguments
   * @param submission what is submitted
   */
  public record Restart(
      Way way,
      int afterChecks,
      Duration firstDelay,
      Duration maxDelay,
      long seed,
      int resetAfterChecks,
      int budget,
      Duration grace,
      Duration relaunch,
      Duration patience,
      List<String> stopCommand,
      List<String> startCommand,
      Optional<Submission> submission) {
    /** Copies the lists. */
    public Restart {
      stopCommand = List.copyOf(stopCommand);
      startCommand = List.copyOf(startCommand);
    }
  }

  /**
   * What is submitted to a Spark master in cluster mode.
   *
   * @param api where its submission API answers
   * @param mainClass the class that is run
   * @param jar the file or URL of the app's jar
   * @param arguments what the class is given
   * @param properties Spark's properties
   */
  public record Submission(
      URI api,
      String mainClass,
      String jar,
      List<String> arguments,
      Map<String, String> properties) {
    /** Copies what can change. */
    public Submission {
      arguments = List.copyOf(arguments);
      properties = Map.copyOf(properties);
    }
  }

  /** How a connection to a mail server is kept from being read. */
  public enum MailSecurity {
    /** Not at all. */
    NONE,
    /** It is encrypted before anything is said. */
    STARTTLS,
    /** It is encrypted from the first byte. */
    TLS
  }

  /**
   * Where mails go.
   *
   * @param host the mail server
   * @param port its port
   * @param security whether the connection is encrypted
   * @param credentials who sends, if the server asks for that
   * @param from the sender's address
   * @param to the receivers' addresses, at least one
   */
  public record Mail(
      String host,
      int port,
      MailSecurity security,
      Optional<Credentials> credentials,
      String from,
      List<String> to) {
    /** Copies the list. */
    public Mail {
      to = List.copyOf(to);
    }
  }

  /**
   * An address that may be a secret: who knows it may use it.
   *
   * @param url the address
   */
  public record Address(URI url) {
    /** The host alone. */
    @Override
    public String toString() {
      return url.getScheme() + "://" + url.getHost() + "/…";
    }
  }

  /**
   * How the monitor says that it lives.
   *
   * @param file a file that is touched after each check, a path
   * @param url an address that is asked after each check
   */
  public record Heartbeat(Optional<String> file, Optional<Address> url) {}
}
