package org.variometer.monitor.action;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.variometer.config.MonitorSettings;
import org.variometer.monitor.probe.JsonPages;
import org.variometer.monitor.probe.ProbeException;

/**
 * Which drivers are the stream's. Of a driver the master says its class alone, which another
 * region's may have too; its worker writes the whole command at the head of the driver's log.
 *
 * @param submission how the stream is submitted
 * @param application the name of the stream's application
 */
record OwnDrivers(MonitorSettings.Submission submission, String application, JsonPages pages) {
  /** A class path may be long. */
  private static final int HEAD_BYTES = 1 << 20;

  private static final String COMMAND = "Launch Command: ";

  /**
   * The drivers of the stream's.
   *
   * @param master what the Spark master says
   * @param known drivers that are known to be
   * @throws ActionException if a driver may be the stream's, and that can't be known
   */
  List<String> ids(JsonNode master, Set<String> known)
      throws ActionException, InterruptedException {
    List<String> ids = new ArrayList<>();
    for (JsonNode driver : master.path("activedrivers")) {
      String id = driver.path("id").asText();
      if (known.contains(id)
          || (driver.path("mainclass").asText().equals(submission.mainClass())
              && isOurs(command(id, worker(master, driver))))) {
        ids.add(id);
      }
    }
    return ids;
  }

  private boolean isOurs(String command) {
    List<String> end = new ArrayList<>(List.of(submission.mainClass()));
    end.addAll(submission.arguments());
    return command.contains(quoted("-Dspark.app.name=" + application))
        || command.endsWith(quoted(String.join("\" \"", end)));
  }

  private static String quoted(String words) {
    return '"' + words + '"';
  }

  /** The address of the pages of a driver's worker. */
  private static String worker(JsonNode master, JsonNode driver) throws ActionException {
    for (JsonNode worker : master.path("workers")) {
      if (worker.path("id").equals(driver.path("worker"))) {
        return worker.path("webuiaddress").asText();
      }
    }
    throw new ActionException(
        driver.path("id").asText()
            + " has no worker yet, and whose it is can't be known: nothing is started");
  }

  private String command(String driver, String worker)
      throws ActionException, InterruptedException {
    String log = worker + "/log/?driverId=" + driver + "&logType=stderr&offset=0&byteLength=";
    try {
      return pages
          .text(log + HEAD_BYTES)
          .lines()
          .filter(line -> line.startsWith(COMMAND))
          .findFirst()
          .orElseThrow(
              () -> new ProbeException(log + HEAD_BYTES + " does not begin with the command"));
    } catch (ProbeException e) {
      throw new ActionException(
          "whose " + driver + " is can't be known, nothing is started: " + e.getMessage(), e);
    }
  }
}
