package org.variometer.quickstart.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TrafficGeneratorTest {
  private static final Pattern VISITOR = Pattern.compile("\"visitorId\":\"([0-9a-f-]{36})\"");
  private static final Pattern RANKING =
      Pattern.compile("\"experiment\":\"ranking\",\"variant\":\"(\\w+)\"");

  @Test
  void theSameSettingsGiveTheSameBytesOnEveryMachine() {
    // If this changes on purpose, published seeds no longer mean what they meant: say so.
    assertThat(hash(Samples.stormy()))
        .isEqualTo("c5bc3e854262f6aebbe555487102ba1ad76dcd73bc1a81ad0f619d8b914428c2");
  }

  @Test
  void anotherSeedGivesOtherBytes() {
    assertThat(hash(Samples.stormy().withSeed(43))).isNotEqualTo(hash(Samples.stormy()));
  }

  private static String hash(GeneratorSettings settings) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new TrafficGenerator(settings)
          .run(
              (arrival, key, buffer, offset, length) -> {
                digest.update(ByteBuffer.allocate(8).putLong(0, arrival).array());
                digest.update(buffer, offset, length);
              });
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void recordsAreOrderedByArrival() throws IOException {
    assertThat(Samples.lines(Samples.stormy()))
        .isSortedAccordingTo(Comparator.comparingLong(Samples.Line::arrival));
  }

  @Test
  void nothingArrivesBeforeTheStartOrMoreThanThreeDaysAfterTheLastVisit() throws IOException {
    GeneratorSettings settings = Samples.stormy();
    List<Samples.Line> lines = Samples.lines(settings);
    long start = settings.start().toEpochMilli();
    long last = lines.get(lines.size() - 1).arrival();
    assertThat(lines.get(0).arrival()).isGreaterThanOrEqualTo(start);
    assertThat(last).isLessThan(start + settings.span().plus(Duration.ofHours(6 + 72)).toMillis());
  }

  @Test
  void aRecordIsOneLine() throws IOException {
    assertThat(Samples.lines(Samples.stormy()))
        .allSatisfy(line -> assertThat(line.text()).isNotEmpty().doesNotContain("\n", "\r"));
  }

  @Test
  void theKeyIsTheSessionOfTheRecordOrEmpty() throws IOException {
    List<Samples.Line> lines = Samples.lines(Samples.stormy());
    assertThat(lines)
        .allMatch(
            line ->
                line.key().isEmpty()
                    || line.text().contains("\"sessionId\":\"" + line.key() + "\""));
    assertThat(lines).filteredOn(line -> line.key().isEmpty()).hasSizeBetween(1, 1_000);
  }

  @Test
  void aTypicalBeaconHas400To420Bytes() throws IOException {
    List<Integer> sizes =
        Samples.lines(Samples.defaults().withEvents(20_000)).stream()
            .map(line -> line.text().length())
            .sorted()
            .toList();
    assertThat(sizes.get(sizes.size() / 2)).isBetween(400, 420);
  }

  @Test
  void aSessionHasAboutTwentyBeacons() throws IOException {
    Accounting accounting = Samples.truth(Samples.defaults().withEvents(50_000)).batchAccounting();
    assertThat((double) accounting.used() / accounting.sessions()).isBetween(18.0, 24.0);
  }

  @Test
  void aVisitorKeepsTheVariantUnlessASwitchIsPlanned() throws IOException {
    Map<String, Set<String>> variants = new HashMap<>();
    for (Samples.Line line : Samples.lines(Samples.undisturbed())) {
      Matcher visitor = VISITOR.matcher(line.text());
      Matcher variant = RANKING.matcher(line.text());
      if (visitor.find() && variant.find()) {
        variants.computeIfAbsent(visitor.group(1), id -> new TreeSet<>()).add(variant.group(1));
      }
    }
    assertThat(variants.values()).isNotEmpty().allMatch(seen -> seen.size() == 1);
    assertThat(new HashSet<>(variants.values())).hasSize(2);
  }

  @Test
  void openSessionsFollowTheRateAndNotTheLengthOfTheRun() throws IOException {
    GeneratorSettings settings =
        Samples.stormy().withLateness(Duration.ofHours(1), Duration.ofHours(1));
    int ofTwoHours = mostOpen(settings.withEvents(20_000));
    int ofTwentyHours =
        mostOpen(settings.withTime(settings.start(), Duration.ofHours(20)).withEvents(200_000));
    assertThat(ofTwentyHours).isLessThan(ofTwoHours * 3 / 2);
  }

  private static int mostOpen(GeneratorSettings settings) throws IOException {
    TrafficGenerator generator = new TrafficGenerator(settings);
    generator.run((arrival, key, buffer, offset, length) -> {});
    return generator.mostOpenSessions();
  }

  @Test
  void aSinkThatThrowsGetsTheSameRecordAgain() throws IOException {
    TrafficGenerator generator = new TrafficGenerator(Samples.stormy().withEvents(100));
    generator.next((arrival, key, buffer, offset, length) -> {});
    assertThatThrownBy(
            () ->
                generator.next(
                    (arrival, key, buffer, offset, length) -> {
                      throw new IOException("full");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("full");
    assertThat(generator.written()).isEqualTo(1);
    List<Samples.Line> all = Samples.lines(Samples.stormy().withEvents(100));
    assertThat(Samples.lines(generator)).isEqualTo(all.subList(1, 100));
  }

  @Test
  void truthIsKnownOfAFinishedRunOnly() throws IOException {
    TrafficGenerator generator = new TrafficGenerator(Samples.stormy().withEvents(100));
    generator.next((arrival, key, buffer, offset, length) -> {});
    assertThatThrownBy(generator::truth)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("1 of 100");
    generator.run((arrival, key, buffer, offset, length) -> {});
    assertThat(generator.next((arrival, key, buffer, offset, length) -> {})).isFalse();
    assertThat(generator.truth().events()).isEqualTo(100);
  }
}
