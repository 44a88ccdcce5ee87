package org.variometer.services;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;

/**
 * Lets nobody but one user into a service, and nobody read along. Kafka and KairosDB alone know it;
 * ZooKeeper's nodes protect themselves.
 *
 * @param certificate what the service shows
 * @param user the user's name
 * @param password the user's password
 */
public record Security(ServerCertificate certificate, String user, String password) {

  /** What a client of Kafka is told beside where it is. */
  public Map<String, Object> kafkaClient() {
    return Map.of(
        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
        "SASL_SSL",
        SaslConfigs.SASL_MECHANISM,
        "PLAIN",
        SaslConfigs.SASL_JAAS_CONFIG,
        plain("username=\"" + user + "\" password=\"" + password + "\""),
        SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG,
        "PEM",
        SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG,
        certificate.authority().toString());
  }

  /** What a broker is told. */
  Map<String, String> kafkaBroker() {
    return Map.of(
        "sasl.enabled.mechanisms",
        "PLAIN",
        "sasl.mechanism.inter.broker.protocol",
        "PLAIN",
        "listener.name.sasl_ssl.plain.sasl.jaas.config",
        plain(
            "username=\""
                + user
                + "\" password=\""
                + password
                + "\" user_"
                + user
                + "=\""
                + password
                + "\""),
        "ssl.keystore.type",
        "PKCS12",
        "ssl.keystore.location",
        certificate.keyStore().toString(),
        "ssl.keystore.password",
        certificate.password(),
        "ssl.truststore.type",
        "PEM",
        "ssl.truststore.location",
        certificate.authority().toString());
  }

  private static String plain(String options) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required " + options + ";";
  }

  /** The header {@code Authorization} of HTTP. */
  String basic() {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "Security[certificate=" + certificate + ", user=" + user + "]";
  }
}
