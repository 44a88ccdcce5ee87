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
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addDeserializer(Instant.class, new InstantReader()))
          .build();

  private static final Known NOTHING = new Known(MonitorState.NEW, Optional.empty());

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
   * @param state the latest of what could be understood, a new one if nothing could
   * @param problem what could not be understood, and why; empty if all could
   */
  public record Known(MonitorState state, Optional<String> problem) {}

  /**
   * What is known.
   *
   * @param client the connection to ZooKeeper, if there is one
   */
  public Known read(Optional<ControlClient> client) throws IOException {
    Known own =
        Files.exists(file) ? understood(file.toString(), Files.readAllBytes(file)) : NOTHING;
    if (client.isEmpty()) {
      return own;
    }
    String path = client.get().paths().monitorState(region);
    Optional<byte[]> shared;
    try {
      shared = client.get().read(path);
    } catch (ControlException e) {
      return own;
    }
    Known others = shared.isPresent() ? understood(path + " in ZooKeeper", shared.get()) : NOTHING;
    boolean later = others.state().at().isBefore(own.state().at());
    return new Known(
        later ? own.state() : others.state(), own.problem().or(() -> others.problem()));
  }

  private static Known understood(String place, byte[] json) {
    try {
      MonitorState state = JSON.readValue(json, MonitorState.class);
      if (state != null) {
        return new Known(state, Optional.empty());
      }
      return lost(place, "it is null");
    } catch (IOException | RuntimeException e) {
      return lost(place, e.getMessage());
    }
  }

  private static Known lost(String place, String reason) {
    return new Known(MonitorState.NEW, Optional.of(place + " can't be understood: " + reason));
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
