package org.variometer.beacon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The tables in {@code src/test/resources/decisions}: what becomes of a record, row by row. */
final class DecisionTable {
  private static final String NAMED_INSTANT = "T";
  private static final String FILE = "file";

  private DecisionTable() {}

  /**
   * A row.
   *
   * @param place file and line
   * @param expected a reason, or {@code accepted}
   * @param arrival the record's timestamp, {@code T} being the beacon's; {@code file} for a line of
   *     a file
   * @param record in {@link Notation}
   * @param why what the row shows
   */
  record Row(String place, String expected, String arrival, String record, String why) {
    static Row of(String place, String line) {
      List<String> cells = Stream.of(line.split(" \\| ", -1)).map(String::strip).toList();
      return switch (cells.size()) {
        case 3 -> new Row(place, cells.get(0), FILE, cells.get(1), cells.get(2));
        case 4 -> new Row(place, cells.get(0), cells.get(1), cells.get(2), cells.get(3));
        default -> throw new IllegalArgumentException(place + ": 3 or 4 cells expected: " + line);
      };
    }

    String verdict() {
      byte[] bytes = Notation.bytes(record);
      return Decoding.word(
          arrival.equals(FILE)
              ? Decoding.DEFAULT.line(bytes)
              : Decoding.DEFAULT.record(bytes, instant()));
    }

    private long instant() {
      if (!arrival.startsWith(NAMED_INSTANT)) {
        return Long.parseLong(arrival);
      }
      return Decoding.T + (arrival.length() == 1 ? 0 : Long.parseLong(arrival.substring(1)));
    }

    @Override
    public String toString() {
      return place + " " + expected + ": " + why;
    }
  }

  /** The rows of all tables. */
  static Stream<Row> rows() throws IOException, URISyntaxException {
    Path folder = Path.of(DecisionTable.class.getResource("/decisions").toURI());
    List<Row> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        List<String> lines = Files.readAllLines(file, UTF_8);
        for (int i = 0; i < lines.size(); i++) {
          if (!lines.get(i).isBlank() && !lines.get(i).startsWith("#")) {
            rows.add(Row.of(file.getFileName() + ":" + (i + 1), lines.get(i)));
          }
        }
      }
    }
    return rows.stream();
  }
}
