package org.variometer.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.deploy.SparkSubmit;

/**
 * Submits as Spark's own {@code SparkSubmit} does, to a master that asks for Spark's secret. That
 * one takes it from the environment or from the settings, and sends both of them to the master,
 * which keeps them with the driver. Here it comes by standard input, and is among the user's
 * credentials, where Spark looks first.
 */
public final class Submit {
  /** Under which Spark looks for its secret. */
  private static final Text SPARKS = new Text("sparkCookie");

  private Submit() {}

  /** Submits; the arguments are those of {@code SparkSubmit}. */
  public static void main(String[] arguments) throws IOException {
    take(new String(System.in.readAllBytes(), UTF_8).strip());
    SparkSubmit.main(arguments);
  }

  /** Without a secret nothing is changed. */
  static void take(String secret) throws IOException {
    if (!secret.isEmpty()) {
      Credentials credentials = new Credentials();
      credentials.addSecretKey(SPARKS, secret.getBytes(UTF_8));
      UserGroupInformation.getCurrentUser().addCredentials(credentials);
    }
  }
}
