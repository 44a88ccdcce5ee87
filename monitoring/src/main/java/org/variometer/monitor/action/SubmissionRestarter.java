package org.variometer.monitor.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.variometer.config.MonitorSettings;
import org.variometer.monitor.probe.JsonPages;
import org.variometer.monitor.probe.MasterProbe;
import org.variometer.monitor.probe.ProbeException;

/**
 * By the Spark master's submission API, for a stream whose driver runs in the cluster. All drivers
 * of the stream's are killed and seen dead before a new one is submitted.
 */
public final class SubmissionRestarter implements Restarter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "/v1/submissions/";

  private final MonitorSettings.Submission submission;
  private final String application;
  private final String sparkVersion;
  private final MasterProbe master;
  private final JsonPages pages;
  private final OwnDrivers ownDrivers;
  private final Death death;

  /**
   * Submits this.
   *
   * @param application the name of the stream's application
   * @param sparkVersion the version of Spark that the app is made with
   * @param master what says which drivers and applications there are
   */
  public SubmissionRestarter(
      MonitorSettings.Submission submission,
      String application,
      String sparkVersion,
      MasterProbe master,
      JsonPages pages,
      Death death) {
    this.submission = submission;
    this.application = application;
    this.sparkVersion = sparkVersion;
    this.master = master;
    this.pages = pages;
    this.ownDrivers = new OwnDrivers(submission, application, pages);
    this.death = death;
  }

  @Override
  public String restart(Permit permit) throws ActionException, InterruptedException {
    Set<String> killed = new LinkedHashSet<>();
    death.await(() -> left(killed, permit));
    permit.require();
    JsonNode created = post(API + "create", request());
    require(created, "submit the stream");
    return (killed.isEmpty() ? "no driver was there" : "killed " + String.join(", ", killed))
        + "; submitted "
        + created.path("submissionId").asText();
  }

  /**
   * What is there; a driver that was not killed yet is, since one whose worker is gone comes back
   * under another id. An application outlives its driver until the master has noticed.
   */
  private String left(Set<String> killed, Permit permit)
      throws ActionException, InterruptedException {
    JsonNode said = alive();
    List<String> left = new ArrayList<>();
    for (String driver : ownDrivers.ids(said, killed)) {
      if (!killed.contains(driver)) {
        permit.require();
        require(post(API + "kill/" + driver, null), "kill " + driver);
        killed.add(driver);
      }
      left.add(driver);
    }
    for (JsonNode app : said.path("activeapps")) {
      if (app.path("name").asText().equals(application)) {
        left.add(app.path("id").asText());
      }
    }
    return String.join(", ", left);
  }

  private JsonNode alive() throws ActionException, InterruptedException {
    try {
      return master.alive();
    } catch (ProbeException e) {
      throw new ActionException(e.getMessage(), e);
    }
  }

  private JsonNode post(String path, JsonNode body) throws ActionException, InterruptedException {
    try {
      return pages.post(submission.api() + path, body);
    } catch (ProbeException e) {
      throw new ActionException(e.getMessage(), e);
    }
  }

  private static void require(JsonNode answer, String action) throws ActionException {
    if (!answer.path("success").asBoolean()) {
      throw new ActionException(
          "the Spark master could not " + action + ": " + answer.path("message").asText());
    }
  }

  private ObjectNode request() {
    ObjectNode request = JSON.createObjectNode();
    request.put("action", "CreateSubmissionRequest");
    request.put("clientSparkVersion", sparkVersion);
    request.put("appResource", submission.jar());
    request.put("mainClass", submission.mainClass());
    submission.arguments().forEach(request.putArray("appArgs")::add);
    ObjectNode properties = request.putObject("sparkProperties");
    properties.put("spark.app.name", application);
    properties.put("spark.submit.deployMode", "cluster");
    properties.put("spark.master", submission.api().toString().replaceFirst("https?", "spark"));
    properties.put("spark.jars", submission.jar());
    submission.properties().forEach(properties::put);
    request.putObject("environmentVariables");
    return request;
  }
}
