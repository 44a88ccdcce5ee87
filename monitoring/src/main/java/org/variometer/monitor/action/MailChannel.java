package org.variometer.monitor.action;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import org.variometer.config.Credentials;
import org.variometer.config.MonitorSettings;
import org.variometer.config.MonitorSettings.MailSecurity;
import org.variometer.monitor.rule.Alert;

/** Sends alerts by mail to one receiver: a mailbox that takes none keeps it from no other. */
public final class MailChannel implements Channel {
  private final MonitorSettings.Mail settings;
  private final String to;
  private final String region;
  private final Session session;

  /**
   * Sends them so.
   *
   * @param to the receiver, one of those of the settings
   * @param region the pipeline's region
   * @param timeout how long the server may take for a step
   */
  public MailChannel(MonitorSettings.Mail settings, String to, String region, Duration timeout) {
    this.settings = settings;
    this.to = to;
    this.region = region;
    session = Session.getInstance(properties(settings, timeout));
  }

  private static Properties properties(MonitorSettings.Mail settings, Duration timeout) {
    String millis = Long.toString(timeout.toMillis());
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", "smtp");
    properties.setProperty("mail.smtp.host", settings.host());
    properties.setProperty("mail.smtp.port", Integer.toString(settings.port()));
    properties.setProperty("mail.smtp.auth", Boolean.toString(settings.credentials().isPresent()));
    boolean startTls = settings.security() == MailSecurity.STARTTLS;
    properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(startTls));
    properties.setProperty("mail.smtp.starttls.required", Boolean.toString(startTls));
    properties.setProperty(
        "mail.smtp.ssl.enable", Boolean.toString(settings.security() == MailSecurity.TLS));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    properties.setProperty("mail.smtp.connectiontimeout", millis);
    properties.setProperty("mail.smtp.timeout", millis);
    properties.setProperty("mail.smtp.writetimeout", millis);
    return properties;
  }

  @Override
  public String name() {
    return "mail to " + to;
  }

  @Override
  public void tell(Alert alert) throws ActionException {
    Optional<Credentials> user = settings.credentials();
    try (Transport transport = session.getTransport()) {
      MimeMessage mail = mail(alert);
      transport.connect(
          user.map(Credentials::user).orElse(null), user.map(Credentials::password).orElse(null));
      transport.sendMessage(mail, mail.getAllRecipients());
    } catch (MessagingException e) {
      throw new ActionException(
          "the mail server "
              + settings.host()
              + ":"
              + settings.port()
              + " did not take a mail to "
              + to
              + ": "
              + e.getMessage(),
          e);
    }
  }

  @SuppressWarnings("JavaUtilDate") // What the library takes.
  private MimeMessage mail(Alert alert) throws MessagingException {
    Message message = new Message(region, alert);
    MimeMessage mail = new MimeMessage(session);
    mail.setFrom(new InternetAddress(settings.from()));
    mail.addRecipient(RecipientType.TO, new InternetAddress(to));
    mail.setSubject(message.title(), UTF_8.name());
    mail.setText(message.text(), UTF_8.name());
    mail.setSentDate(Date.from(alert.at()));
    mail.setHeader("X-Variometer-Incident", message.id());
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.saveChanges();
    return mail;
  }
}
