package org.variometer.monitor.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import org.variometer.control.ControlClient;
import org.variometer.control.ControlException;
import org.variometer.monitor.rule.MonitorState;

/**
 * What the monitor knows from one check to the next: in ZooKeeper, where another monitor finds it,
 * and in a file, for when ZooKeeper is down. The later one counts.
 */
public final class StateFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addDeserializer(Instant.class, new InstantReader()))
          .build();

  private final Path file;
  private final String region;

  /** Reads an instant as it is written. */
  private static final class InstantReader extends StdDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return Instant.parse(parser.getText());
    }
  }

  /**
   * In this file, and in ZooKeeper.
   *
   * @param region the pipeline's region
   */
  public StateFile(Path file, String region) {
    this.file = file;
    this.region = region;
  }

  /**
   * What is known.
   *
   * @param client the connection to ZooKeeper, if there is one
   */
  public MonitorState read(Optional<ControlClient> client) throws IOException {
    MonitorState own = Files.exists(file) ? understood(Files.readAllBytes(file)) : MonitorState.NEW;
    Optional<byte[]> shared = Optional.empty();
    if (client.isPresent()) {
      try {
        shared = client.get().read(client.get().paths().monitorState(region));
      } catch (ControlException e) {
        return own;
      }
    }
    MonitorState others = shared.isPresent() ? understood(shared.get()) : MonitorState.NEW;
    return others.at().isBefore(own.at()) ? own : others;
  }

  /** What can't be understood is of no use: the monitor begins anew rather than not at all. */
  private static MonitorState understood(byte[] json) {
    try {
      return JSON.readValue(json, MonitorState.class);
    } catch (IOException | RuntimeException e) {
      return MonitorState.NEW;
    }
  }

  /**
   * Keeps what is known.
   *
   * @param client the connection to ZooKeeper, if there is one
   * @throws ControlException if ZooKeeper did not take it; the file has it
   */
  public void write(MonitorState state, Optional<ControlClient> client)
      throws IOException, ControlException {
    byte[] json = JSON.writeValueAsBytes(state);
    Path written = file.resolveSibling(file.getFileName() + ".new");
    Files.write(written, json);
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    if (client.isPresent()) {
      ControlClient control = client.get();
      String path = control.paths().monitorState(region);
      control.ensure(path);
      control.ask("set " + path, () -> control.curator().setData().forPath(path, json));
    }
  }
}
