package org.variometer.kairos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.series.Stretch;
import org.variometer.services.KairosService;
import org.variometer.services.Security;
import org.variometer.services.ServerCertificate;
import org.variometer.services.ServiceOptions;

/** A KairosDB that asks for a password, by TLS, with a certificate that Java knows nothing of. */
@Timeout(120)
class SecuredKairosTest {
  @TempDir private static Path folder;

  private static Path authority;
  private static KairosService service;

  @BeforeAll
  static void start() throws IOException {
    ServerCertificate certificate = ServerCertificate.make(folder.resolve("tls"), "open sesame");
    authority = certificate.authority();
    service =
        new KairosService(
            ServiceOptions.in(folder.resolve("kairosdb"))
                .withBriefLife()
                .withSecurity(new Security(certificate, "ali", "baba-42")));
    service.start();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    String[] settings = settings("baba-42", "trust-store-file", authority.toString());
    try (KairosWriter writer =
            new KairosWriter(Given.settings(service.url(), settings), "eu", "stream", Fence.OPEN);
        KairosReader reader = new KairosReader(Given.settings(service.url(), settings))) {
      writer.write(Given.points("shop", 3));
      reader.requireHealthy();
      List<Stretch> stretches = new ArrayList<>();
      reader.readAll(name -> name.equals("visits"), stretches::add);
      assertThat(stretches).hasSize(1);
    }
  }

  @Test
  void anotherPasswordIsRefusedAtOnce() throws IOException {
    try (KairosReader reader = reader(settings("alis", "trust-store-file", authority.toString()))) {
      assertThatThrownBy(reader::metrics)
          .isInstanceOf(SinkException.class)
          .hasMessageContainingAll("401", "check variometer.kairosdb.url, user and password-file")
          .hasMessageNotContaining("alis");
    }
  }

  @Test
  void whomNobodyTrustedHasSignedForIsNotSpokenWith() throws IOException {
    try (KairosReader reader = reader(settings("baba-42", "retry.give-up-after", "0s"))) {
      assertThatThrownBy(reader::metrics)
          .isInstanceOf(SinkException.class)
          .hasMessageContainingAll("PKIX", "variometer.kairosdb.trust-store-file");
      assertThatThrownBy(reader::requireHealthy)
          .hasMessageContainingAll("PKIX", "variometer.kairosdb.trust-store-file");
    }
  }

  private static KairosReader reader(String... settings) {
    return new KairosReader(Given.settings(service.url(), settings));
  }

  private static String[] settings(String password, String key, String value) throws IOException {
    Path file = Files.writeString(Files.createTempFile(folder, "password", ""), password + "\n");
    return new String[] {"user", "ali", "password-file", file.toString(), key, value};
  }
}
