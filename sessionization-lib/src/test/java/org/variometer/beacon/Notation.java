package org.variometer.beacon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Records as the tables write them, so that a row shows what it is about and no more.
 *
 * <ul>
 *   <li>{@code $page}, {@code $order}, {@code $event}, {@code $error}: the required fields of a
 *       beacon of this type, without the braces; {@code $ids}: its ids alone
 *   <li>{@code <<x*128>>}: x, 128 times
 *   <li>{@code <<C3 28>>}: these bytes
 * </ul>
 */
final class Notation {
  private static final String IDS = "\"beaconId\":\"b\",\"sessionId\":\"s\",\"visitorId\":\"v\"";
  private static final Pattern REPEATED = Pattern.compile("<<(.+?)\\*(\\d+)>>");
  private static final Pattern BYTES = Pattern.compile("<<([0-9A-F]{2}(?: [0-9A-F]{2})*)>>");

  private Notation() {}

  static byte[] bytes(String notation) {
    String text =
        notation
            .replace("$page", required("pageView"))
            .replace("$order", required("order"))
            .replace("$event", required("event"))
            .replace("$error", required("error"))
            .replace("$ids", IDS);
    text =
        REPEATED
            .matcher(text)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        found.group(1).repeat(Integer.parseInt(found.group(2)))));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Matcher hex = BYTES.matcher(text);
    int from = 0;
    while (hex.find()) {
      bytes.writeBytes(text.substring(from, hex.start()).getBytes(UTF_8));
      bytes.writeBytes(HexFormat.of().parseHex(hex.group(1).replace(" ", "")));
      from = hex.end();
    }
    bytes.writeBytes(text.substring(from).getBytes(UTF_8));
    return bytes.toByteArray();
  }

  private static String required(String type) {
    return IDS + ",\"timestamp\":" + Decoding.T + ",\"type\":\"" + type + "\"";
  }
}
