package org.variometer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** What can't be written is said, not swallowed. */
class StandardOutputTest {

  @Test
  void aFullDiskOrAClosedPipeIsAnError() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    StandardOutput out = new StandardOutput(new PrintStream(full, false, UTF_8));
    assertThatThrownBy(() -> out.write("beacon".getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessage("standard output could not be written");
  }

  @Test
  void bytesPassAsTheyAreAndTheStreamStaysOpen() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(bytes, false, UTF_8);
    StandardOutput out = new StandardOutput(stream);
    out.write("größer".getBytes(UTF_8));
    out.close();
    stream.print("!");
    stream.flush();
    assertThat(bytes).extracting(written -> written.toString(UTF_8)).isEqualTo("größer!");
  }
}
