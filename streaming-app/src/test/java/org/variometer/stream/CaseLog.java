package org.variometer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.BeaconRecord;
import org.variometer.config.VariometerConfig;

/**
 * A worked example of the specification as a log: on sites of its own, so that many can share a
 * topic.
 */
record CaseLog(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<CaseLog> all() throws IOException {
    try {
      Path root = Path.of(CaseLog.class.getResource("/cases").toURI());
      try (Stream<Path> entries = Files.list(root)) {
        return entries.filter(Files::isDirectory).sorted().map(CaseLog::new).toList();
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  String name() {
    return folder.getFileName().toString();
  }

  Optional<Path> configuration() {
    return Optional.of(folder.resolve("variometer.conf")).filter(Files::exists);
  }

  /** Before the names of its sites. */
  private String prefix(String sites) {
    return sites + "." + name() + ".";
  }

  /** The records, in the order of their arrival. */
  List<LogRecord> records(VariometerConfig config, String sites) throws IOException {
    BeaconDecoder decoder = new BeaconDecoder(config.beaconRules());
    List<LogRecord> records = new ArrayList<>();
    long last = 0;
    for (String line : Files.readString(folder.resolve("beacons.jsonl"), UTF_8).split("\r?\n")) {
      if (line.isEmpty()) {
        continue;
      }
      byte[] bytes = line.getBytes(UTF_8);
      if (decoder.decodeLine(bytes, 0, bytes.length) instanceof BeaconRecord record) {
        String site = prefix(sites) + record.session().site();
        String moved =
            line.substring(0, line.lastIndexOf('}'))
                + ",\"site\":"
                + JSON.writeValueAsString(site)
                + "}";
        last = record.arrival();
        records.add(
            new LogRecord(
                record.session().sessionId().getBytes(UTF_8), moved.getBytes(UTF_8), last));
      } else {
        last = arrival(line).orElse(last);
        records.add(new LogRecord(null, bytes, last));
      }
    }
    records.sort(Comparator.comparingLong(LogRecord::arrival));
    return records;
  }

  /** The rows that the stream has to write. */
  List<String> rows(String sites) throws IOException {
    return Files.readAllLines(folder.resolve("stream.csv"), UTF_8).stream()
        .skip(1)
        .map(row -> moved(row, prefix(sites)))
        .toList();
  }

  JsonNode accounting() throws IOException {
    return JSON.readTree(folder.resolve("stream.accounting.json").toFile());
  }

  /** The row on its own site: the second column, quoted or not. */
  private static String moved(String row, String prefix) {
    int site = row.indexOf(',') + 1;
    int name = row.charAt(site) == '"' ? site + 1 : site;
    return row.substring(0, name) + prefix + row.substring(name);
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
