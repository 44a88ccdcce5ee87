package org.variometer.config;

import java.util.HashMap;
import java.util.Map;

/**
 * How Kafka is reached.
 *
 * @param bootstrapServers one or more {@code host:port}, with commas between
 * @param beacons the topic of beacons
 * @param rejected the topic of records that are no beacons
 * @param properties more properties of all clients, by Kafka's names; of secrets, where they are
 */
public record KafkaSettings(
    String bootstrapServers, String beacons, String rejected, Map<String, String> properties) {
  /** Copies the map. */
  public KafkaSettings {
    properties = Map.copyOf(properties);
  }

  /** What every client is given, in a map of the caller's own. */
  public Map<String, Object> clientProperties() {
    Map<String, Object> ofClient = new HashMap<>(properties);
    ofClient.put("bootstrap.servers", bootstrapServers);
    KafkaSecrets.addProviders(ofClient);
    return ofClient;
  }

  /** Whether Kafka answers, and says no: to who asks, or to what is asked. */
  public static boolean isRefusal(Throwable cause) {
    String kind = cause.getClass().getSimpleName();
    return kind.endsWith("AuthenticationException") || kind.endsWith("AuthorizationException");
  }

  /**
   * What keeps a client from Kafka, and what to do, behind "Kafka at …".
   *
   * @param cause what Kafka's client says
   */
  public static String problem(Throwable cause) {
    if (isRefusal(cause)) {
      Throwable reason = cause.getCause() == null ? cause : cause.getCause();
      return "refuses: "
          + reason.getMessage()
          + ". Who asks, and whose certificates count, is said in variometer.kafka.properties; what"
          + " that user needs to be allowed, in docs/SECURITY.md";
    }
    return "does not answer: "
        + cause.getMessage()
        + (cause.getCause() == null ? "" : ": " + cause.getCause().getMessage())
        + ". Start it, or say where it is: variometer.kafka.bootstrap-servers";
  }
}
