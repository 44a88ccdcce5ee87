package org.variometer.oracle;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Values that a field of a beacon may be given, right and wrong (SPEC §1). */
final class WildValues {

  private WildValues() {}

  static Arbitrary<Object> value() {
    return Arbitraries.frequencyOf(
        Tuple.of(5, WildTexts.text()),
        Tuple.of(3, WildTexts.amountText()),
        Tuple.of(7, number()),
        Tuple.of(4, otherKind()),
        Tuple.of(1, Arbitraries.just(Draft.ABSENT)));
  }

  static Arbitrary<Object> number() {
    Arbitrary<String> wellFormed =
        Arbitraries.of(
            "0",
            "-0",
            "0.0",
            "-0.0",
            "0e0",
            "-0E-5",
            "1",
            "1.0",
            "1e0",
            "1E+2",
            "100e-2",
            "-1",
            "-1.5",
            "1e-6",
            "1e-7",
            "0.0000001",
            "0.0000010",
            "0.1234567",
            "0.1234560",
            "1e6",
            "1000000",
            "1000000.0",
            "1000001",
            "999999999",
            "999999999.999999",
            "1e9",
            "1000000000",
            "0.1e10",
            "10000000",
            "1e7",
            "10000000.000001",
            "10000000.0000010",
            "1e99999999999999999999",
            "-1e99999999999999999999",
            "1e-99999999999999999999",
            "0e99999999999999999999",
            "-0e-99999999999999999999",
            "1e2147483648",
            "1e-2147483649",
            "1e00000000000000000000001",
            "946684800000",
            "946684799999",
            "4102444800000",
            "4102444800001",
            "1763683200000.0",
            "1.7636832e12",
            "1763683200000e0",
            "-1763683200000",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551617",
            "600000",
            "600000.00000000001",
            "600000.0001",
            "5e-324",
            "2e-324",
            "-1e-400",
            "1e308",
            "1e309",
            "1" + "0".repeat(400) + "e-400",
            "0." + "0".repeat(400) + "1e401",
            "7".repeat(3000),
            "0." + "3".repeat(3000),
            "12." + "0".repeat(3000));
    Arbitrary<String> malformed =
        Arbitraries.of(
            "01",
            "-01",
            "+1",
            ".5",
            "1.",
            "1.e1",
            "1e",
            "1e+",
            "-",
            "--1",
            "NaN",
            "Infinity",
            "-Infinity",
            "0x10",
            "1_0",
            "1f",
            "1L",
            "\uff11",
            "1 2");
    return Arbitraries.frequencyOf(Tuple.of(8, wellFormed), Tuple.of(1, malformed))
        .map(BeaconText.Raw::new);
  }

  private static Arbitrary<Object> otherKind() {
    return DraftArbitraries.raw(
        "null",
        "true",
        "false",
        "[]",
        "{}",
        "[null]",
        "[{}]",
        "[[]]",
        "[7]",
        "[\"checkout\"]",
        "{\"id\":\"o\",\"revenue\":1}",
        "{\"id\":\" \",\"revenue\":1}",
        "{\"id\":\"o\"}",
        "{\"revenue\":\"\"}",
        "{\"id\":null,\"revenue\":1}",
        "{\"id\":\"o\",\"revenue\":null}",
        "{\"name\":\"search\"}",
        "{\"name\":\"\"}",
        "{\"name\":null,\"value\":1}",
        "{\"name\":7}",
        "{\"value\":1}",
        "{\"experiment\":\"e\",\"variant\":\"v\"}",
        "[{\"experiment\":\"e\",\"variant\":\"v\"}]",
        "[{\"experiment\":\"e\"}]",
        "[{\"experiment\":\"e\",\"variant\":null}]",
        "[{\"experiment\":\"e\",\"variant\":7}]",
        "[{\"experiment\":\"__all__\",\"variant\":\"v\"}]",
        "[null,{\"experiment\":\"e\"}]",
        "[{\"experiment\":\"e\",\"variant\":\"v\",\"x\":1},{\"experiment\":\"\",\"variant\":7}]",
        "{\"page_load\":1,\"ttfb\":\"x\",\"bogus\":[]}",
        "TRUE",
        "nul",
        "'x'",
        "undefined");
  }
}
