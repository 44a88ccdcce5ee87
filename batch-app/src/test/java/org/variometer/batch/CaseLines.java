package org.variometer.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.BeaconRecord;
import org.variometer.config.VariometerConfig;

/**
 * A worked example of the specification as lines on sites of its own, so that many can share a
 * file.
 */
record CaseLines(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<CaseLines> all() throws IOException {
    try {
      Path root = Path.of(CaseLines.class.getResource("/cases").toURI());
      try (Stream<Path> entries = Files.list(root)) {
        return entries.filter(Files::isDirectory).sorted().map(CaseLines::new).toList();
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  Optional<Path> configuration() {
    return Optional.of(folder.resolve("variometer.conf")).filter(Files::exists);
  }

  /** Before the names of its sites. */
  private String prefix() {
    return folder.getFileName() + ".";
  }

  /** The lines, each with its arrival; those without one arrive with the line before. */
  List<Line> lines(VariometerConfig config) throws IOException {
    BeaconDecoder decoder = new BeaconDecoder(config.beaconRules());
    List<Line> lines = new ArrayList<>();
    long last = 0;
    for (String line : Files.readString(folder.resolve("beacons.jsonl"), UTF_8).split("\r?\n")) {
      if (line.isEmpty()) {
        continue;
      }
      byte[] bytes = line.getBytes(UTF_8);
      if (decoder.decodeLine(bytes, 0, bytes.length) instanceof BeaconRecord record) {
        String site = prefix() + record.session().site();
        String moved =
            line.substring(0, line.lastIndexOf('}'))
                + ",\"site\":"
                + JSON.writeValueAsString(site)
                + "}";
        last = record.arrival();
        lines.add(new Line(last, moved));
      } else {
        last = arrival(line).orElse(last);
        lines.add(new Line(last, line));
      }
    }
    return lines;
  }

  /** The rows that the batch has to write. */
  List<String> rows() throws IOException {
    return Files.readAllLines(folder.resolve("batch.csv"), UTF_8).stream()
        .skip(1)
        .map(this::moved)
        .toList();
  }

  JsonNode accounting() throws IOException {
    return JSON.readTree(folder.resolve("batch.accounting.json").toFile());
  }

  /** The row on its own site: the second column, quoted or not. */
  private String moved(String row) {
    int site = row.indexOf(',') + 1;
    int name = row.charAt(site) == '"' ? site + 1 : site;
    return row.substring(0, name) + prefix() + row.substring(name);
  }

  private static Optional<Long> arrival(String line) {
    try {
      JsonNode beacon = JSON.readTree(line);
      for (String field : List.of("receivedAt", "timestamp")) {
        if (beacon.path(field).isIntegralNumber()) {
          return Optional.of(beacon.get(field).longValue());
        }
      }
    } catch (IOException e) {
      // No JSON has no arrival of its own.
    }
    return Optional.empty();
  }
}
