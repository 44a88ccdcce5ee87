package org.variometer.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where an app runs is decided where it is submitted, else by the configuration. */
class SparkSettingsTest {
  private static final String MASTER = "spark.master";

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
}
