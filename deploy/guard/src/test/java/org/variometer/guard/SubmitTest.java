package org.variometer.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import scala.Option;

/** Spark finds its secret where neither its settings nor the environment have it. */
class SubmitTest {
  @Test
  void theSecretIsAmongTheUsersCredentials() throws IOException {
    SparkConf conf = new SparkConf(false).set("spark.authenticate", "true");
    Submit.take("");
    Submit.take("open sesame, sixteen");
    SecurityManager manager =
        new SecurityManager(
            conf,
            Option.empty(),
            org.apache.spark.internal.config.package$.MODULE$.AUTH_SECRET_FILE());
    assertThat(manager.getSecretKey()).isEqualTo("open sesame, sixteen");
    assertThat(conf.toDebugString()).doesNotContain("sesame");
  }
}
