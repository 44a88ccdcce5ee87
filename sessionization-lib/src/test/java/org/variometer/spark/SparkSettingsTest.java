package org.variometer.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    SparkConf conf = SparkSettings.of("app", "spark://host:7077");
    assertThat(SparkSettings.secretLeftOut(conf).contains(SECRET)).isFalse();
    conf.set("spark.authenticate", "true");
    assertThat(SparkSettings.secretLeftOut(conf).get(SECRET)).isEqualTo("in the environment");
    assertThat(SparkSettings.secretLeftOut(conf).get(SECRET)).isEqualTo("in the environment");
    conf.set(SECRET, "open sesame");
    assertThatThrownBy(() -> SparkSettings.secretLeftOut(conf))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("_SPARK_AUTH_SECRET")
        .hasMessageNotContaining("sesame");
  }
}
