package org.variometer.json;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Eight bytes at a time find what one byte at a time finds. */
class BytesTest {

  @Property
  void thePlainPartEndsAtTheFirstByteThatIsNotPlain(
      @ForAll @Size(max = 40) byte[] bytes, @ForAll boolean mostlyPlain) {
    byte[] text = mostlyPlain ? mostlyPlain(bytes) : bytes;
    int from = text.length / 5;
    int expected = from;
    while (expected < text.length
        && text[expected] >= ' '
        && text[expected] != '"'
        && text[expected] != '\\') {
      expected++;
    }

    assertThat(Bytes.endOfPlain(text, from, text.length)).isEqualTo(expected);
  }

  @Property
  void aBackslashIsFoundWhereverItIs(@ForAll @Size(max = 40) byte[] bytes) {
    byte[] text = mostlyPlain(bytes);
    int from = text.length / 5;
    boolean expected = false;
    for (int i = from; i < text.length; i++) {
      expected |= text[i] == '\\';
    }

    assertThat(Bytes.hasBackslash(text, from, text.length)).isEqualTo(expected);
  }

  @Property
  void graphicAsciiIsFrom21To7e(@ForAll @Size(max = 40) byte[] bytes) {
    byte[] text = mostlyPlain(bytes);
    int from = text.length / 5;
    boolean expected = true;
    for (int i = from; i < text.length; i++) {
      expected &= text[i] >= 0x21 && text[i] <= 0x7E;
    }

    assertThat(Bytes.isGraphicAscii(text, from, text.length)).isEqualTo(expected);
  }

  @Property
  void equalTextHasOneHashWhereverItLies(@ForAll @Size(max = 40) byte[] bytes) {
    byte[] elsewhere = new byte[bytes.length + 3];
    System.arraycopy(bytes, 0, elsewhere, 3, bytes.length);

    assertThat(Bytes.hash(elsewhere, 3, elsewhere.length))
        .isEqualTo(Bytes.hash(bytes, 0, bytes.length));
  }

  /** Plain bytes with one in sixteen left as it is. */
  private static byte[] mostlyPlain(byte[] bytes) {
    byte[] edges = {0x1F, 0x20, 0x21, '"', '#', '\\', ']', 0x7E, 0x7F, (byte) 0x80, (byte) 0xFF};
    byte[] text = bytes.clone();
    for (int i = 0; i < text.length; i++) {
      int random = text[i] & 0xFF;
      text[i] = random < 16 ? edges[random % edges.length] : (byte) ('a' + random % 26);
    }
    return text;
  }
}
