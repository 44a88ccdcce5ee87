package org.variometer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.function.Consumer;
import org.variometer.series.Row;

/** Rows as CSV on standard output. */
final class CsvOutput implements Consumer<Row> {
  private static final int BUFFER_CHARS = 1 << 16;

  private final Writer out =
      new BufferedWriter(new OutputStreamWriter(new StandardOutput(), UTF_8), BUFFER_CHARS);

  /** Takes the rows of a source. */
  @FunctionalInterface
  interface Source {
    void rows(Consumer<Row> rows) throws IOException;
  }

  private CsvOutput() {}

  /**
   * Prints the header and all rows.
   *
   * @throws IOException if standard output can't be written, or the source fails
   */
  static void print(Source source) throws IOException {
    CsvOutput csv = new CsvOutput();
    try {
      csv.out.write(Row.HEADER + '\n');
      source.rows(csv);
      csv.out.flush();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void accept(Row row) {
    try {
      out.write(row.toCsv());
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
