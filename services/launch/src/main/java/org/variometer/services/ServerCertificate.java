package org.variometer.services;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key and a certificate for services of this machine, signed by an authority made for them alone.
 *
 * @param keyStore the key and the certificate, PKCS12
 * @param password opens it
 * @param authority the authority's own certificate, PEM: what clients have to trust
 */
public record ServerCertificate(Path keyStore, String password, Path authority) {
  private static final String ALIAS_OF_AUTHORITY = "authority";

  /**
   * Makes one, with JDK's {@code keytool}.
   *
   * @param directory takes its files, closed to others; must not be there yet
   * @param password opens the key store, 6 characters or more
   */
  public static ServerCertificate make(Path directory, String password) throws IOException {
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path file = Files.writeString(directory.resolve("keystore.password"), password);
    ServerCertificate made =
        new ServerCertificate(
            directory.resolve("server.p12"), password, directory.resolve("authority.pem"));
    List<String> rsa = List.of("-keyalg", "RSA", "-keysize", "2048", "-validity", "30");
    made.keytool(file, "-genkeypair", ALIAS_OF_AUTHORITY, rsa, "CN=authority", "bc:c");
    List<String> signed = new ArrayList<>(rsa);
    signed.addAll(List.of("-signer", ALIAS_OF_AUTHORITY));
    made.keytool(
        file, "-genkeypair", "server", signed, "CN=server", "san=ip:127.0.0.1,dns:localhost");
    made.keytool(
        file,
        "-exportcert",
        ALIAS_OF_AUTHORITY,
        List.of("-rfc", "-file", made.authority.toString()));
    // A server would take its key for its own.
    made.keytool(file, "-delete", ALIAS_OF_AUTHORITY, List.of());
    return made;
  }

  private void keytool(
      Path passwordFile, String command, String alias, List<String> more, String name, String ext)
      throws IOException {
    List<String> words = new ArrayList<>(more);
    words.addAll(List.of("-dname", name, "-ext", ext));
    keytool(passwordFile, command, alias, words);
  }

  private void keytool(Path passwordFile, String command, String alias, List<String> more)
      throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                command,
                "-alias",
                alias,
                "-keystore",
                keyStore.toString(),
                "-storetype",
                "PKCS12",
                "-storepass:file",
                passwordFile.toString()));
    words.addAll(more);
    File log = Files.createTempFile(passwordFile.getParent(), "keytool", ".log").toFile();
    try {
      Process keytool =
          new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log).start();
      if (keytool.waitFor() != 0) {
        throw new ServiceException(
            "keytool " + command + " failed: " + Files.readString(log.toPath()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException("interrupted while making a certificate", e);
    }
  }

  /** What a client needs to connect to who shows this certificate. */
  SSLContext trusted() throws IOException {
    try (InputStream in = Files.newInputStream(authority)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          ALIAS_OF_AUTHORITY, CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new ServiceException(authority + " can't be used: " + e, e);
    }
  }

  /** The files alone: the password shows nowhere. */
  @Override
  public String toString() {
    return "ServerCertificate[keyStore=" + keyStore + ", authority=" + authority + "]";
  }
}
