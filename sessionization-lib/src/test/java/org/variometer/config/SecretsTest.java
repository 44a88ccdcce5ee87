package org.variometer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets come from files or the environment; elsewhere they are refused, and never said. */
class SecretsTest {
  private static final String SECRET = "canary-61c0";
  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"ali\" ";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssl.key.password",
        "ssl.keystore.password",
        "ssl.truststore.password",
        "ssl.keystore.key",
        "sasl.oauthbearer.client.credentials.client.secret"
      })
  void aSecretOfKafkasClientsIsRefusedInPlain(String name) {
    assertThat(kafkaErrors(name, SECRET))
        .singleElement()
        .asString()
        .startsWith("variometer.kafka.properties.\"" + name + "\": a secret in plain")
        .contains("${file:/etc/variometer/kafka.secrets:password}", "docs/SECURITY.md")
        .doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"password=\"%s\";", "password=%s;", "clientSecret = \"%s\" ;"})
  void aSecretOfALoginModuleIsRefusedInPlain(String option) {
    assertThat(kafkaErrors("sasl.jaas.config", PLAIN + option.formatted(SECRET)))
        .singleElement()
        .asString()
        .contains("a secret in plain")
        .doesNotContain(SECRET);
  }

  @Test
  void itsPlaceIsTakenAsItStandsAndFoundByKafkasProviders() throws IOException {
    Path secrets = Files.writeString(folder.resolve("kafka"), "password=" + SECRET + "\n");
    String byFile = PLAIN + "password=\"${file:" + secrets + ":password}\";";
    KafkaSettings kafka =
        with(
                "variometer.kafka.properties",
                Map.of(
                    "sasl.jaas.config",
                    byFile,
                    "ssl.truststore.password",
                    "${directory:" + folder + ":kafka}",
                    "ssl.key.password",
                    "${env:PATH}"))
            .kafka();
    assertThat(kafka.clientProperties())
        .containsEntry("sasl.jaas.config", byFile)
        .containsEntry("config.providers", "file,directory,env");
    assertThat(kafka.toString()).doesNotContain(SECRET);
    assertThat(with("variometer.kafka.properties", Map.of("acks", "1")).kafka().clientProperties())
        .doesNotContainKey("config.providers");
  }

  /** Kafka would take the place itself for the secret. */
  @ParameterizedTest
  @CsvSource({
    "${file:/no/such/file:password}, can't be read (NoSuchFileException)",
    "${file:FOLDER/kafka:word}, is not there: no line word=…",
    "${directory:FOLDER:none}, is no file that can be read",
    "${env:NO_SUCH_VARIABLE}, is not in the environment",
    "${vault:a:b}, 'expected file, directory or env'"
  })
  void aPlaceWhereNothingIsIsNamed(String place, String problem) throws IOException {
    Files.writeString(folder.resolve("kafka"), "password=" + SECRET + "\n");
    assertThat(kafkaErrors("ssl.key.password", place.replace("FOLDER", folder.toString())))
        .singleElement()
        .asString()
        .contains(problem)
        .doesNotContain(SECRET);
  }

  @Test
  void whoBringsProvidersOfHisOwnIsNotChecked() {
    Map<String, String> properties =
        Map.of("config.providers", "vault", "ssl.key.password", "${vault:a:b}");
    assertThat(with("variometer.kafka.properties", properties).kafka().clientProperties())
        .containsEntry("config.providers", "vault");
  }

  @Test
  void optionsOfKerberosAreNoSecrets() {
    String kerberos =
        "com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true storeKey=true"
            + " keyTab=\"/etc/variometer/kafka.keytab\" principal=\"variometer@EXAMPLE\";";
    assertThat(with("variometer.kafka.properties", Map.of("sasl.jaas.config", kerberos)).kafka())
        .isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "variometer.stream.spark, spark.authenticate.secret",
    "variometer.stream.spark, spark.hadoop.fs.s3a.secret.key",
    "variometer.batch.spark, spark.ssl.keyPassword",
    "variometer.batch.spark, spark.hadoop.javax.jdo.option.ConnectionPassword"
  })
  void aSecretAmongSparksPropertiesIsRefused(String block, String name) {
    assertThat(errors(block, Map.of(name, SECRET)))
        .singleElement()
        .asString()
        .startsWith(block + ".\"" + name + "\": a secret in plain")
        .doesNotContain(SECRET);
  }

  @Test
  void zooKeepersUserHasAPasswordFromAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), SECRET + "\n");
    Map<String, String> both = Map.of("user", "meter", "password-file", file.toString());
    ZooKeeperSettings settings = with("variometer.zookeeper", both).zooKeeper();
    assertThat(settings.credentials()).contains(new Credentials("meter", SECRET));
    assertThat(settings.toString()).contains("meter").doesNotContain(SECRET);
    assertThat(errors("variometer.zookeeper", Map.of("user", "meter")))
        .singleElement()
        .asString()
        .contains("variometer.zookeeper.password-file", "VARIOMETER_ZOOKEEPER_PASSWORD");
  }

  @Test
  void certificatesThatAreNoneAreNamed() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    Path other = Files.writeString(folder.resolve("other.pem"), "-----BEGIN CERTIFICATE-----\nx");
    for (String file : List.of(empty.toString(), other.toString(), folder + "/none.pem")) {
      assertThat(errors("variometer.kairosdb", Map.of("trust-store-file", file)))
          .singleElement()
          .asString()
          .startsWith("variometer.kairosdb.trust-store-file: " + file);
    }
  }

  private static List<String> kafkaErrors(String name, String value) {
    return errors("variometer.kafka.properties", Map.of(name, value));
  }

  private static List<String> errors(String block, Map<String, String> values) {
    return catchThrowableOfType(ConfigurationException.class, () -> with(block, values)).errors();
  }

  private static VariometerConfig with(String block, Map<String, String> values) {
    Config given = ConfigFactory.empty().withValue(block, ConfigValueFactory.fromMap(values));
    return VariometerConfig.from(
        given.withFallback(VariometerConfig.load(Optional.empty(), Map.of())).resolve());
  }
}
