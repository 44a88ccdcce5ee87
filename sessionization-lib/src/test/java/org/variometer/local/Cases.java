package org.variometer.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.variometer.config.VariometerConfig;

/** The worked examples, one folder each, found by looking. */
record Cases(Path folder) {

  static Stream<Cases> all() throws IOException {
    try {
      Path root = Path.of(Cases.class.getResource("/cases").toURI());
      List<Path> folders;
      try (Stream<Path> entries = Files.list(root)) {
        folders = entries.filter(Files::isDirectory).sorted().toList();
      }
      return folders.stream().map(Cases::new);
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  Path beacons() {
    return folder.resolve("beacons.jsonl");
  }

  VariometerConfig config() {
    Path own = folder.resolve("variometer.conf");
    return VariometerConfig.from(
        VariometerConfig.load(
            Files.exists(own) ? Optional.of(own.toFile()) : Optional.empty(), Map.of()));
  }

  String csv(View view) {
    return read(view, ".csv");
  }

  String accounting(View view) {
    return read(view, ".accounting.json");
  }

  private String read(View view, String ending) {
    try {
      return Files.readString(folder.resolve(view.name().toLowerCase(Locale.ROOT) + ending), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return folder.getFileName().toString();
  }
}
