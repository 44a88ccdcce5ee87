package org.variometer.config;

import static org.assertj.core.api.Assertions.assertThat;

import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** Who is refused is told so, and not to start Kafka. */
class KafkaProblemTest {
  @Test
  void aRefusalIsSaidWithWhereItIsMended() {
    assertThat(KafkaSettings.problem(new SaslAuthenticationException("invalid credentials")))
        .startsWith("refuses: invalid credentials. Who asks")
        .contains("variometer.kafka.properties");
    assertThat(KafkaSettings.problem(new TopicAuthorizationException("not for you")))
        .startsWith("refuses: not for you");
    assertThat(
            KafkaSettings.problem(
                new SslAuthenticationException(
                    "SSL handshake failed", new SSLHandshakeException("PKIX path"))))
        .startsWith("refuses: PKIX path");
  }

  @Test
  void silenceIsNoRefusal() {
    assertThat(KafkaSettings.isRefusal(new TimeoutException("no node"))).isFalse();
    assertThat(KafkaSettings.problem(new TimeoutException("no node")))
        .isEqualTo(
            "does not answer: no node. Start it, or say where it is:"
                + " variometer.kafka.bootstrap-servers");
    assertThat(KafkaSettings.problem(new KafkaException("no client", new Exception("no file"))))
        .startsWith("does not answer: no client: no file. ");
  }
}
