package org.variometer.config;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads whose signatures of certificates count: a file of certificates in PEM. */
final class TrustStore {
  private TrustStore() {}

  /** The certificates of the file that a key names; empty where it names none, or is wrong. */
  static List<X509Certificate> read(Config config, ConfigReader reader, String path) {
    if (!config.hasPath(path)) {
      return List.of();
    }
    String allowed = "the name of a file of certificates in PEM";
    String file = reader.text(path, allowed);
    if (file.isEmpty()) {
      return List.of();
    }
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (certificates.isEmpty()) {
        reader.reject(path, allowed + ", which has at least one");
      }
      return certificates;
    } catch (IOException | InvalidPathException e) {
      reader.reject(path, "a file that can be read (" + e + ")");
    } catch (CertificateException e) {
      reader.reject(path, allowed + " (" + e.getMessage() + ")");
    }
    return List.of();
  }
}
