package org.variometer.oracle;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Strings that a field of a beacon may be given, right and wrong (SPEC §1). */
final class WildTexts {

  private WildTexts() {}

  static Arbitrary<Object> text() {
    Arbitrary<String> blank =
        Arbitraries.of(
            "",
            " ",
            "\t",
            "\r",
            "\u0085",
            "\u00a0",
            "\u1680",
            "\u2003",
            "\u2028",
            "\u202f",
            "\u205f",
            "\u3000",
            "\u000b\u000c",
            " ".repeat(129));
    Arbitrary<String> likeBlank =
        Arbitraries.of(
            "\u200b", "\ufeff", "\u180e", "\u001c", "\u001f", "\u2060", "\u0000", " \u0000 ");
    Arbitrary<String> lengths =
        Arbitraries.of(
            "x".repeat(128),
            "x".repeat(129),
            "\ud83d\ude00".repeat(128),
            "\ud83d\ude00".repeat(129),
            "\u00fc".repeat(128),
            " " + "x".repeat(127),
            " " + "x".repeat(128),
            "e\u0301".repeat(64),
            "e\u0301".repeat(65));
    Arbitrary<String> characters =
        Arbitraries.of(
            "a\u0000",
            "a\u007f",
            "\u0080b",
            "a\u009f",
            "a\nb",
            "\ud800",
            "x\udc00",
            "\udc00\ud800",
            "\ud83d\ude00",
            "\ud83dx",
            "a\u2028b",
            "a\ufffeb",
            "\u00ad",
            "\u202e");
    Arbitrary<String> words =
        Arbitraries.of(
            "__all__",
            "__multiple__",
            "__ALL__",
            "__all__ ",
            "order",
            "Order",
            "order ",
            "event",
            "pageView",
            "pageview",
            "error",
            "performance",
            "hover",
            "USD",
            "usd",
            "EUR",
            "JPY",
            "ZZZ",
            "US",
            "USDD",
            "\uff35\uff33\uff24",
            "T\u0130",
            "1763683200000",
            "true",
            "null");
    return Arbitraries.oneOf(
            blank,
            likeBlank,
            lengths,
            characters,
            words,
            Arbitraries.strings().all().ofMaxLength(4))
        .map(text -> text);
  }

  static Arbitrary<Object> amountText() {
    return Arbitraries.of(
        "1",
        "-1",
        "1.5",
        "+1",
        " 1",
        "1 ",
        "1e3",
        "1.0000000",
        "0.000001",
        "0.0000001",
        "007",
        "000000000.000000",
        "0000000001",
        "1234567890",
        "999999999.999999",
        "\u0663",
        "",
        " ",
        "1,5",
        ".5",
        "5.",
        "-",
        "-0",
        "-0.000000",
        "NaN",
        "10000000",
        "10000000.000001",
        "10000000.000000",
        "1\n",
        "--1",
        "\u22121",
        "0x1",
        "1_0");
  }
}
