package org.variometer.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.variometer.config.ConfigurationException;

/** Where an app runs is decided where it is submitted, else by the configuration. */
class SparkSettingsTest {
  private static final String MASTER = "spark.master";

  private static final String SECRET = "spark.authenticate.secret";

  @AfterEach
  void submittedNoLonger() {
    System.clearProperty(MASTER);
  }

  @Test
  void theConfiguredMasterIsThatOfAnAppThatNobodySubmitted() {
    SparkConf conf = SparkSettings.of("app", "local[2]");
    assertThat(conf.get(MASTER)).isEqualTo("local[2]");
    assertThat(conf.get("spark.driver.host")).isEqualTo("127.0.0.1");
  }

  @Test
  void theMasterThatSparkSubmitWasToldGoesBeforeIt() {
    // How spark-submit tells it.
    System.setProperty(MASTER, "spark://host:7077");
    SparkConf conf = SparkSettings.of("app", "local[2]");
    assertThat(conf.get(MASTER)).isEqualTo("spark://host:7077");
    assertThat(conf.contains("spark.driver.host")).isFalse();
  }

  @Test
  void sparksSecretIsNotAmongTheSettings() {
    Map<String, String> environment = Map.of("_SPARK_AUTH_SECRET", "open sesame");
    SparkConf conf = SparkSettings.of("app", "spark://host:7077");
    assertThat(SparkSettings.secretLeftOut(conf, environment).contains(SECRET)).isFalse();
    conf.set("spark.authenticate", "true");
    for (int i = 0; i < 2; i++) {
      assertThat(SparkSettings.secretLeftOut(conf, environment).get(SECRET))
          .isEqualTo("in the environment");
    }
    conf.set(SECRET, "open sesame");
    assertThatThrownBy(() -> SparkSettings.secretLeftOut(conf, environment))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("_SPARK_AUTH_SECRET")
        .hasMessageNotContaining("sesame");
  }

  /** What stands for it would be taken for it. */
  @Test
  void whereSparksOwnClusterAsksForTheSecretItHasToBeThere() {
    SparkConf conf = SparkSettings.of("app", "spark://host:7077").set("spark.authenticate", "true");
    assertThatThrownBy(() -> SparkSettings.secretLeftOut(conf, Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("_SPARK_AUTH_SECRET");
    SparkConf local = SparkSettings.of("app", "local[1]").set("spark.authenticate", "true");
    assertThat(SparkSettings.secretLeftOut(local, Map.of()).contains(SECRET)).isFalse();
  }
}
