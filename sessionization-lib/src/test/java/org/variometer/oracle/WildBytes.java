package org.variometer.oracle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * What is done to a record's bytes (SPEC §1, {@code oversized} and {@code malformed_json}): some
 * put into them at a place (0 the begin, 100 the end), cut there, all replaced, or filled up to a
 * size.
 */
record WildBytes(String kind, int place, byte[] bytes) {

  private static final int LIMIT = 256 * 1024;

  static Arbitrary<WildBytes> damage() {
    Arbitrary<Integer> places = Arbitraries.integers().between(0, 100);
    Arbitrary<WildBytes> put =
        Combinators.combine(
                Arbitraries.oneOf(places, Arbitraries.just(0), Arbitraries.just(100)),
                Arbitraries.of(
                        "20",
                        "09",
                        "0D",
                        "0B",
                        "0C",
                        "00",
                        "41",
                        "7B7D",
                        "5D",
                        "2C",
                        "22",
                        "5C",
                        "EFBBBF",
                        "C2A0",
                        "C3",
                        "FF",
                        "80",
                        "C080",
                        "C1BF",
                        "EDA080",
                        "EDB080",
                        "F4908080",
                        "F8888080",
                        "E282",
                        "1E",
                        "2F2F",
                        "2F2A2A2F",
                        "7F",
                        "E280A8")
                    .map(WildBytes::ofHex))
            .as((place, bytes) -> new WildBytes("put", place, bytes));
    Arbitrary<WildBytes> cut = places.map(place -> new WildBytes("cut", place, new byte[0]));
    Arbitrary<WildBytes> whole =
        Arbitraries.of(
                "",
                "{}",
                "[]",
                "null",
                "7",
                "\"x\"",
                "{",
                "}",
                " ",
                "{\"a\"}",
                "{\"a\":}",
                "{,}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "[{}]",
                "{}{}",
                "{} {}",
                "NaN",
                "{\"a\":NaN}")
            .map(text -> new WildBytes("whole", 0, text.getBytes(StandardCharsets.UTF_8)));
    Arbitrary<WildBytes> size =
        Arbitraries.of(LIMIT - 1, LIMIT, LIMIT + 1).map(n -> new WildBytes("size", n, new byte[0]));
    return Arbitraries.frequencyOf(
        Tuple.of(300, Arbitraries.just(new WildBytes("none", 0, new byte[0]))),
        Tuple.of(40, put),
        Tuple.of(6, cut),
        Tuple.of(12, whole),
        Tuple.of(2, size));
  }

  private static byte[] ofHex(String hex) {
    byte[] bytes = new byte[hex.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    return bytes;
  }

  /** The record's bytes afterwards. */
  byte[] applyTo(byte[] record) {
    int at = (int) ((long) record.length * Math.min(place, 100) / 100);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (kind) {
      case "put" -> {
        out.write(record, 0, at);
        out.writeBytes(bytes);
        out.write(record, at, record.length - at);
      }
      case "cut" -> out.write(record, 0, at);
      case "whole" -> out.writeBytes(bytes);
      case "size" -> {
        String padding = " ".repeat(Math.max(0, place - record.length));
        out.writeBytes(record);
        out.writeBytes(padding.getBytes(StandardCharsets.UTF_8));
      }
      default -> out.writeBytes(record);
    }
    return out.toByteArray();
  }
}
