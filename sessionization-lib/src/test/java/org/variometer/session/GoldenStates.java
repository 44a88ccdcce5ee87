package org.variometer.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A state that was once written, and the beacons that made it; see {@code state/README.md}.
 *
 * @param beacons the file of beacons
 */
record GoldenStates(Path beacons) {
  private static final SessionRules RULES = SessionRules.stream(20);

  /** Writes the files that are missing in the newest version's folder below {@code args[0]}. */
  public static void main(String[] args) throws IOException {
    for (GoldenStates golden : of(Path.of(args[0], "v" + SessionCodec.VERSION))) {
      if (Files.notExists(golden.file())) {
        Files.write(golden.file(), new SessionCodec().encode(golden.rebuilt()));
      }
    }
  }

  /** Those of every version. */
  static List<GoldenStates> all() {
    return list(root()).stream()
        .filter(Files::isDirectory)
        .flatMap(version -> of(version).stream())
        .toList();
  }

  /** Those of the version that is written today. */
  static List<GoldenStates> ofToday() {
    return of(root().resolve("v" + SessionCodec.VERSION));
  }

  /** What was written. */
  byte[] bytes() {
    try {
      return Files.readAllBytes(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The state that the beacons make today. */
  SessionState rebuilt() {
    try (Stream<String> lines = Files.lines(beacons)) {
      return States.of(RULES, lines.map(Traffic::decode).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return beacons.getParent().getFileName() + "/" + name();
  }

  private Path file() {
    return beacons.resolveSibling(name() + ".bin");
  }

  private String name() {
    return beacons.getFileName().toString().replace(".jsonl", "");
  }

  private static List<GoldenStates> of(Path version) {
    return list(version).stream()
        .filter(file -> file.toString().endsWith(".jsonl"))
        .map(GoldenStates::new)
        .toList();
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    try {
      return Path.of(GoldenStates.class.getResource("/state").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
