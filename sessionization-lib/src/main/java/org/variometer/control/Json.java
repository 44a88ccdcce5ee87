package org.variometer.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;
import org.apache.zookeeper.data.Stat;

/** Nodes that hold JSON. What a later release has added is passed over. */
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private Json() {}

  /**
   * What a node holds; empty where there is none, or nothing in it.
   *
   * @param stat takes the node's version and owner
   */
  static <T> Optional<T> read(ControlClient client, String path, Stat stat, Class<T> type)
      throws ControlException {
    Optional<byte[]> data = client.read(path, stat);
    try {
      return data.isEmpty() ? Optional.empty() : Optional.of(MAPPER.readValue(data.get(), type));
    } catch (IOException e) {
      throw client.damaged(
          path, "can't be understood; if nothing of Variometer's runs, delete it", e);
    }
  }

  static byte[] bytes(Object value) throws JsonProcessingException {
    return MAPPER.writeValueAsBytes(value);
  }
}
