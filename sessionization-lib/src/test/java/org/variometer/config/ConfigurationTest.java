package org.variometer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.variometer.beacon.BeaconRules;
import org.variometer.beacon.CustomMetric;
import org.variometer.beacon.Micros;
import org.variometer.metric.MetricCatalog;

/** Configuration is checked whole: all errors at once, each with what is wrong, where, and how. */
class ConfigurationTest {
  private static final String CURRENCY_RATES =
      "currency codes of three capital letters, each with an exact decimal above 0 by which an"
          + " order of the greatest revenue stays below 1000000000";
  private static final String CUSTOM =
      "{name: [a-z][a-z0-9_]{0,63} that no other metric has, event: a name of 1 to 128"
          + " characters, measure: count, sum or visits}";

  private final Map<String, String> options = new TreeMap<>();
  @TempDir private Path folder;

  @Test
  void allErrorsAreReportedAtOnceEachWithValuePlaceAndWhatIsAllowed() throws IOException {
    assertThat(
            errors(
                """
                variometer {
                  session.max-beacons = 0
                  sesion.max-beacons = 5
                  order { max-revenue = "1e3.5" }
                  currency {
                    reporting = usd
                    rates { EUR = 0, gbp = 1.2, JPY = much }
                  }
                  visitor.hash-key-file = /no/such/file
                  site.mapping { "m.shop" = " " }
                  metrics.custom = [adds]
                }
                colour = red
                """))
        .containsExactlyInAnyOrder(
            "colour: no such key (my.conf: 13); deploy/conf/reference.conf has all keys",
            "variometer.sesion: no such key (my.conf: 3); deploy/conf/reference.conf has all keys",
            "variometer.session.max-beacons: 0 (my.conf: 2); expected an integer from 1 to 1000000",
            "variometer.order.max-revenue: 1e3.5 (my.conf: 4); expected a decimal from 0 to"
                + " 999999999.999999 with up to 6 decimals",
            "variometer.currency.reporting: usd (my.conf: 6); expected a currency code of three"
                + " capital letters, like USD",
            "variometer.currency.rates.EUR: 0 (my.conf: 7); expected " + CURRENCY_RATES,
            "variometer.currency.rates.gbp: 1.2 (my.conf: 7); expected " + CURRENCY_RATES,
            "variometer.currency.rates.JPY: much (my.conf: 7); expected " + CURRENCY_RATES,
            "variometer.visitor.hash-key-file: /no/such/file (my.conf: 9); expected a file that can"
                + " be read (java.nio.file.NoSuchFileException: /no/such/file)",
            "variometer.site.mapping.m.shop:   (my.conf: 10); expected sites as quoted names of 1"
                + " to 128 characters, each with the name of the site to count for",
            "variometer.metrics.custom[0]: adds (my.conf: 11); expected " + CUSTOM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "session.max-beacons",
        "order.max-revenue",
        "currency.reporting",
        "currency.rates",
        "site.mapping",
        "metrics.custom"
      })
  void aKeyThatIsNullOrOfAnotherKindIsOneError(String key) throws IOException {
    for (String value : List.of("null", "[[1]]", "{ a { b = 1 } }", "true")) {
      assertThat(errors("variometer." + key + " = null\nvariometer." + key + " = " + value))
          .isNotEmpty()
          .allMatch(error -> error.startsWith("variometer." + key));
    }
  }

  @Test
  void theBatchTakesPropertiesOfSparks() throws IOException {
    assertThat(read("variometer.batch.spark { \"spark.ui.port\" = 4051 }").batch().spark())
        .containsExactly(Map.entry("spark.ui.port", "4051"));
  }

  @Test
  void slotsAreKeptForAtLeastOneAndForLessThanTheirRows() throws IOException {
    assertThat(errors("variometer.batch { slot-length = 2h, keep = 119m }"))
        .containsExactly(
            "variometer.batch.keep: 119m (my.conf: 1); expected at least"
                + " variometer.batch.slot-length");
    assertThat(read("variometer.batch { slot-length = 2h, keep = 2h }").batch().keep())
        .isEqualTo(Duration.ofHours(2));
    assertThat(errors("variometer.batch { keep = 10d, retain = 10d }"))
        .containsExactly(
            "variometer.batch.retain: 10d (my.conf: 1); expected more than variometer.batch.keep");
  }

  @Test
  void nothingIsSealedBeforeAVisitCanBeOver() throws IOException {
    assertThat(errors("variometer.batch.seal-delay = 34m"))
        .containsExactly(
            "variometer.batch.seal-delay: 34m (my.conf: 1); expected a duration with its unit, like"
                + " 500ms, 2s or 30d, from 35m to 7d");
    assertThat(read("variometer.batch.seal-delay = 35m").batch().sealDelay())
        .isEqualTo(Duration.ofMinutes(35));
  }

  @Test
  void theAddressOfHealthIsAHostAndAPortOrNothing() throws IOException {
    assertThat(read("variometer.stream.health-address = null").stream().healthAddress()).isEmpty();
    InetSocketAddress address =
        read("variometer.stream.health-address = \"127.0.0.1:65535\"").stream()
            .healthAddress()
            .orElseThrow();
    assertThat(address.getHostString()).isEqualTo("127.0.0.1");
    assertThat(address.getPort()).isEqualTo(65_535);
    for (String wrong : List.of("127.0.0.1:65536", "127.0.0.1", ":80", "a b:80", "http://a:80")) {
      assertThat(errors("variometer.stream.health-address = \"" + wrong + '"'))
          .containsExactly(
              "variometer.stream.health-address: "
                  + wrong
                  + " (my.conf: 1); expected host:port, like 127.0.0.1:8585, or null");
    }
  }

  @Test
  void microBatchesCannotBeFinishedSideBySide() throws IOException {
    assertThat(read("variometer.stream.spark { \"spark.ui.port\" = 4050 }").stream().spark())
        .containsExactly(Map.entry("spark.ui.port", "4050"));
    assertThat(errors("variometer.stream.spark { \"spark.streaming.concurrentJobs\" = 2 }"))
        .singleElement()
        .asString()
        .contains("variometer.stream.spark", "no spark.streaming.concurrentJobs");
  }

  /** Backpressure may go down to it: then it looks as if the partition had been read to its end. */
  @Test
  void noPartitionIsLeftOutOfAMicroBatch() throws IOException {
    String rate = "variometer.stream.spark { \"spark.streaming.kafka.minRatePerPartition\" = %s }";
    assertThat(read(rate.formatted(1)).stream().spark()).hasSize(1);
    assertThat(errors(rate.formatted(0)))
        .singleElement()
        .asString()
        .contains("variometer.stream.spark", "spark.streaming.kafka.minRatePerPartition from 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "thrift://hive-1.example.com:9083", "thrift://a:1,thrift://b_2:65535"})
  void theMetastoreIsNoneOrSomeAddresses(String metastore) throws IOException {
    assertThat(read("variometer.batch.hive.metastore = \"" + metastore + "\"").batch().hive())
        .isEqualTo(new HiveSettings(metastore, "variometer"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hive", "hive:9083", "http://a:1", "thrift://a", "thrift://a:1,", "thrift://a:1 "})
  void anotherMetastoreIsAnError(String metastore) throws IOException {
    assertThat(errors("variometer.batch.hive.metastore = \"" + metastore + "\""))
        .containsExactly(
            "variometer.batch.hive.metastore: "
                + metastore
                + " (my.conf: 1); expected an address like thrift://host:9083, several with commas"
                + " between, or nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a-b", "A", "1a", "a b", "a;drop"})
  void aDatabaseOfAnotherFormIsAnError(String database) throws IOException {
    assertThat(errors("variometer.batch.hive.database = \"" + database + "\""))
        .singleElement()
        .asString()
        .startsWith("variometer.batch.hive.database: " + database)
        .endsWith("expected a name of 1 to 64 small letters, digits and _, a letter first");
  }

  @Test
  void aBlockThatIsNoBlockIsReported() throws IOException {
    assertThat(errors("variometer.session = 5")).isNotEmpty();
    assertThat(errors("variometer = 5")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "1000001", "1e9", "1e999999999", "many", "\"\""})
  void theCapIsAnIntegerFromOneToAMillion(String value) throws IOException {
    assertThat(errors("variometer.session.max-beacons = " + value)).hasSize(1);
  }

  @Test
  void theCapsEndsAreAllowed() throws IOException {
    assertThat(read("variometer.session.max-beacons = 1").maxBeacons()).isEqualTo(1);
    assertThat(read("variometer.session.max-beacons = 1e6").maxBeacons()).isEqualTo(1_000_000);
    assertThat(read("variometer.session.max-beacons = \"7\"").maxBeacons()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.01", "1000000000", "0.0000001", "1e999999999", "NaN"})
  void theGreatestRevenueIsMoneyLike(String value) throws IOException {
    assertThat(errors("variometer.order.max-revenue = \"" + value + "\"")).hasSize(1);
  }

  @Test
  void theGreatestRevenueIsReadExactly() throws IOException {
    assertThat(
            read("variometer.order.max-revenue = \"999999999.999999\"").beaconRules().maxRevenue())
        .isEqualTo(999_999_999_999_999L);
  }

  @Test
  void ratesAreExactDecimals() throws IOException {
    BeaconRules rules =
        read("variometer.currency { reporting = EUR, rates { USD = \"0.9233333\", JPY = 0.0067 } }")
            .beaconRules();
    assertThat(rules.enrichment().convert(Micros.PER_UNIT, "USD")).isEqualTo(923_333);
    assertThat(rules.enrichment().convert(Micros.PER_UNIT, "JPY"))
        .isEqualTo(new BigDecimal("0.0067").movePointRight(6).longValueExact());
    assertThat(rules.enrichment().knows("GBP")).isFalse();
    assertThat(rules.enrichment().reportingCurrency()).isEqualTo("EUR");
  }

  @Test
  void aRateByWhichAmountsCouldOverflowIsAnError() throws IOException {
    assertThat(errors("variometer.currency.rates.VND = 100")).hasSize(1);
    assertThat(read("variometer.currency.rates.VND = 99.9999999999").beaconRules()).isNotNull();
  }

  @Test
  void customMetricsAreReadInTheirOrder() throws IOException {
    VariometerConfig config =
        read(
            """
            variometer.metrics.custom = [
              {name: adds, event: add_to_cart, measure: count}
              {name: add_value, event: add_to_cart, measure: sum}
              {name: searches, event: search, measure: visits}
            ]
            """);
    assertThat(config.beaconRules().metricsByEvent().get("add_to_cart"))
        .containsExactly(
            new CustomMetric("adds", "add_to_cart", CustomMetric.Measure.COUNT),
            new CustomMetric("add_value", "add_to_cart", CustomMetric.Measure.SUM));
    assertThat(config.beaconRules().metricsByEvent().keySet())
        .containsExactlyInAnyOrder("add_to_cart", "search");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{name: visits, event: e, measure: count}",
        "{name: bounce_rate, event: e, measure: count}",
        "{name: unique_visitors, event: e, measure: count}",
        "{name: perf, event: e, measure: count}",
        "{name: pipeline, event: e, measure: count}",
        "{name: Adds, event: e, measure: count}",
        "{name: \"1adds\", event: e, measure: count}",
        "{name: \"\", event: e, measure: count}",
        "{name: adds, event: \" \", measure: count}",
        "{name: adds, event: e, measure: mean}",
        "{name: adds, event: e, measure: COUNT}",
        "{name: adds, event: e}",
        "{name: adds, event: e, measure: count, unit: piece}",
        "adds",
        "[]"
      })
  void aCustomMetricThatCollidesOrIsNotOfTheFormIsAnError(String metric) throws IOException {
    assertThat(errors("variometer.metrics.custom = [" + metric + "]"))
        .hasSize(1)
        .allMatch(error -> error.startsWith("variometer.metrics.custom[0]: "))
        .allMatch(error -> error.endsWith(CUSTOM));
  }

  @Test
  void ofTwoCustomMetricsOfOneNameTheSecondIsAnError() throws IOException {
    String metric = "{name: adds, event: e, measure: count}";
    assertThat(errors("variometer.metrics.custom = [" + metric + ", " + metric + "]"))
        .hasSize(1)
        .allMatch(error -> error.startsWith("variometer.metrics.custom[1]: "));
  }

  @Test
  void namesOfSitesMayHoldDots() throws IOException {
    BeaconRules rules =
        read("variometer.site.mapping { \"m.shop.example.com\" = shop }").beaconRules();
    assertThat(rules.enrichment().site("m.shop.example.com")).isEqualTo("shop");
    assertThat(rules.enrichment().site("shop.example.com")).isEqualTo("shop.example.com");
  }

  @Test
  void unknownKeysAreErrorsAtAnyDepth() throws IOException {
    assertThat(errors("variometer { generate { shares { luck = 1 } }, speed = 9 }"))
        .containsExactly(
            "variometer.generate.shares.luck: no such key (my.conf: 1);"
                + " deploy/conf/reference.conf has all keys",
            "variometer.speed: no such key (my.conf: 1); deploy/conf/reference.conf has all keys");
  }

  @Test
  void brokenHoconIsReportedWithItsPlace() throws IOException {
    assertThat(errors("variometer {\n  a = [\n"))
        .hasSize(1)
        .allMatch(error -> error.contains("my.conf"));
    assertThat(errors("variometer.session.max-beacons = ${nothing.of.this.name}"))
        .hasSize(1)
        .allMatch(error -> error.contains("nothing.of.this.name"));
  }

  @Test
  void propertiesOverrideTheFileAndTheFileTheReference() throws IOException {
    assertThat(read("").maxBeacons()).isEqualTo(5000);
    String file = "variometer.session.max-beacons = 7";
    assertThat(read(file).maxBeacons()).isEqualTo(7);
    options.put("variometer.session.max-beacons", "9");
    assertThat(read(file).maxBeacons()).isEqualTo(9);
    assertThat(read("").maxBeacons()).isEqualTo(9);
  }

  @Test
  void anErrorInAPropertySaysThatItIsOne() throws IOException {
    options.put("variometer.session.max-beacons", "none");
    assertThat(errors("variometer.session.max-beacons = 7"))
        .containsExactly(
            "variometer.session.max-beacons: none (-D); expected an integer from 1"
                + " to 1000000");
  }

  @Test
  void aValueInPlaceOfABlockIsAnErrorThatNamesIt() throws IOException {
    options.put("variometer.session", "3");
    assertThat(errors("variometer.currency = usd"))
        .containsExactly(
            "variometer.session: 3 (-D); expected a block of keys, see deploy/conf/reference.conf",
            "variometer.currency: usd (my.conf: 1); expected a block of keys, see"
                + " deploy/conf/reference.conf");
  }

  @Test
  void aMisspeltOptionIsAnError() throws IOException {
    options.put("variometer.session.max-beakons", "3");
    assertThat(errors(""))
        .containsExactly(
            "variometer.session.max-beakons: no such key (-D); deploy/conf/reference.conf has all"
                + " keys");
  }

  @Test
  void anOptionOutsideTheConfigurationIsAnError() throws IOException {
    options.put("variometr.session.max-beacons", "3");
    assertThat(errors(""))
        .containsExactly(
            "variometr.session.max-beacons: no such key (-D); keys begin with variometer.");
  }

  @Test
  void optionsCanDeclareCustomMetricsByNumber() throws IOException {
    options.put("variometer.metrics.custom.0.name", "adds");
    options.put("variometer.metrics.custom.0.event", "add_to_cart");
    options.put("variometer.metrics.custom.0.measure", "count");
    assertThat(read("").beaconRules().metricsByEvent()).containsOnlyKeys("add_to_cart");
  }

  @Test
  void ratesAreExactDecimalsWithOrWithoutQuotes() throws IOException {
    for (String rate : List.of("0.49999999999999999999", "\"0.49999999999999999999\"")) {
      assertThat(
              read("variometer.currency.rates.EUR = " + rate)
                  .beaconRules()
                  .enrichment()
                  .convert(1, "EUR"))
          .isZero();
    }
  }

  @Test
  void theMessageOfTheExceptionHoldsAllErrors() throws IOException {
    ConfigurationException exception =
        exception("variometer { session.max-beacons = 0, currency.reporting = x }");
    assertThat(exception.getMessage().lines()).containsExactlyElementsOf(exception.errors());
    assertThat(exception.errors()).hasSize(2);
  }

  @Test
  void withoutCustomMetricsNoEventIsDeclared() throws IOException {
    assertThat(read("").beaconRules().metricsByEvent()).isEmpty();
    assertThat(read("").catalog().metrics()).hasSameSizeAs(new MetricCatalog(List.of()).metrics());
  }

  private VariometerConfig read(String hocon) throws IOException {
    Path file = Files.writeString(folder.resolve("my.conf"), hocon);
    return VariometerConfig.from(VariometerConfig.load(Optional.of(file.toFile()), options));
  }

  private ConfigurationException exception(String hocon) {
    return catchThrowableOfType(ConfigurationException.class, () -> read(hocon));
  }

  private List<String> errors(String hocon) {
    ConfigurationException exception = exception(hocon);
    assertThat(exception).as(hocon).isNotNull();
    return exception.errors().stream().map(error -> error.replace(folder + "/", "")).toList();
  }
}
