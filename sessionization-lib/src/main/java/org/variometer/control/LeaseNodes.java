package org.variometer.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;
import org.apache.zookeeper.data.Stat;

/** The two nodes of a lease: the right, which stays, and its holder, who goes with his session. */
record LeaseNodes(ControlClient client, String right, String holder) {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  static LeaseNodes of(ControlClient client, Role role) {
    String right = role.path(client.paths());
    return new LeaseNodes(client, right, client.paths().holder(right));
  }

  /**
   * The right as it was claimed last; empty if it never was.
   *
   * @param stat takes the node's version
   */
  Optional<Right> readRight(Stat stat) throws ControlException {
    return read(right, stat, Right.class);
  }

  /**
   * Who holds it; empty if nobody does.
   *
   * @param stat takes the node's version and owner
   */
  Optional<Holder> readHolder(Stat stat) throws ControlException {
    return read(holder, stat, Holder.class);
  }

  private <T> Optional<T> read(String path, Stat stat, Class<T> type) throws ControlException {
    Optional<byte[]> data = client.read(path, stat);
    try {
      return data.isEmpty() ? Optional.empty() : Optional.of(JSON.readValue(data.get(), type));
    } catch (IOException e) {
      throw client.damaged(
          path, "can't be understood; if nothing of Variometer's runs, delete it", e);
    }
  }

  static byte[] bytes(Object value) throws JsonProcessingException {
    return JSON.writeValueAsBytes(value);
  }
}
