package org.variometer.kairos;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.ssl.SSLContexts;

/** How connections to KairosDB come about. */
final class Sockets {
  private Sockets() {}

  /**
   * In the open for http, by TLS for https, with the server's name checked.
   *
   * @param trusted whose signature of its certificate counts; empty: those whom Java trusts
   */
  static Registry<ConnectionSocketFactory> trusting(List<X509Certificate> trusted) {
    return RegistryBuilder.<ConnectionSocketFactory>create()
        .register("http", PlainConnectionSocketFactory.getSocketFactory())
        .register("https", new SSLConnectionSocketFactory(context(trusted)))
        .build();
  }

  private static SSLContext context(List<X509Certificate> trusted) {
    if (trusted.isEmpty()) {
      return SSLContexts.createDefault();
    }
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < trusted.size(); i++) {
        store.setCertificateEntry(Integer.toString(i), trusted.get(i));
      }
      return SSLContexts.custom().loadTrustMaterial(store, null).build();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("certificates that were read can't be used", e);
    }
  }
}
