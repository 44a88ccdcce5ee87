package org.variometer.monitor.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Address;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.variometer.config.Credentials;
import org.variometer.config.MonitorSettings;
import org.variometer.config.MonitorSettings.MailSecurity;
import org.variometer.monitor.rule.Alert;
import org.variometer.monitor.rule.Subject;

/** Alerts as a real mail server receives them. */
@Timeout(60)
class MailChannelTest {
  private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
  private static final String SECRET = "canary-31";
  private static final Alert ALERT =
      new Alert(Alert.Kind.OPENED, Subject.STREAM, AT, AT, "der Strom steht: ä");

  private GreenMail server;

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void anAlertIsOneMailToTheReceiver() throws Exception {
    int port = start(ServerSetup.PROTOCOL_SMTP);
    channel(port, MailSecurity.NONE, Optional.empty()).tell(ALERT);
    MimeMessage[] received = server.getReceivedMessages();
    assertThat(received).hasSize(1);
    assertThat(received[0].getSubject()).isEqualTo("[variometer eu] the stream: wrong");
    assertThat(received[0].getContent().toString().replace("\r\n", "\n").strip())
        .isEqualTo(
            "[variometer eu] the stream: wrong\n\nder Strom steht: ä\n\nSince"
                + " 2026-11-20T10:00:00Z, told at 2026-11-20T10:00:00Z (UTC).");
    assertThat(received[0].getHeader("X-Variometer-Incident"))
        .containsExactly("eu-stream-" + AT.toEpochMilli());
    assertThat(received[0].getAllRecipients())
        .extracting(Address::toString)
        .containsExactly("day@example.com");
  }

  @Test
  void aServerThatDoesNotEncryptGetsNoPassword() {
    int port = start(ServerSetup.PROTOCOL_SMTP);
    assertThatThrownBy(
            () ->
                channel(port, MailSecurity.STARTTLS, Optional.of(new Credentials("ops", SECRET)))
                    .tell(ALERT))
        .isInstanceOf(ActionException.class)
        .hasMessageContaining("STARTTLS is required")
        .hasMessageNotContaining(SECRET);
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void aServerThatNobodyVouchesForGetsNoPassword() {
    int port = start(ServerSetup.PROTOCOL_SMTPS);
    assertThatThrownBy(
            () ->
                channel(port, MailSecurity.TLS, Optional.of(new Credentials("ops", SECRET)))
                    .tell(ALERT))
        .isInstanceOf(ActionException.class)
        .hasMessageContaining("127.0.0.1:" + port + " did not take a mail to day@example.com")
        .hasMessageNotContaining(SECRET);
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void noServerIsAProblemWithItsAddress() {
    int port = start(ServerSetup.PROTOCOL_SMTP);
    server.stop();
    assertThatThrownBy(() -> channel(port, MailSecurity.NONE, Optional.empty()).tell(ALERT))
        .isInstanceOf(ActionException.class)
        .hasMessageContaining("127.0.0.1:" + port + " did not take a mail to day@example.com");
  }

  private int start(String protocol) {
    server = new GreenMail(new ServerSetup(0, "127.0.0.1", protocol));
    server.start();
    return protocol.equals(ServerSetup.PROTOCOL_SMTP)
        ? server.getSmtp().getPort()
        : server.getSmtps().getPort();
  }

  private static MailChannel channel(int port, MailSecurity security, Optional<Credentials> user) {
    return new MailChannel(
        new MonitorSettings.Mail(
            "127.0.0.1",
            port,
            security,
            user,
            "variometer@example.com",
            List.of("night@example.com", "day@example.com")),
        "day@example.com",
        "eu",
        Duration.ofSeconds(10));
  }
}
