package org.variometer.config;

import java.util.HashMap;
import java.util.Map;

/**
 * How Kafka is reached.
 *
 * @param bootstrapServers one or more {@code host:port}, with commas between
 * @param beacons the topic of beacons
 * @param rejected the topic of records that are no beacons
 * @param properties more properties of all clients, by Kafka's names
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
    return ofClient;
  }
}
