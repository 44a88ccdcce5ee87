package org.variometer.spark;

import org.apache.spark.SparkConf;

/** What both apps tell Spark: how their values travel, and to stay on this machine if it may. */
public final class SparkSettings {
  private static final String LOCAL = "127.0.0.1";
  private static final String MASTER = "spark.master";

  private SparkSettings() {}

  /**
   * The settings of an app, to which it adds its own.
   *
   * @param name the app's name
   * @param master Spark's master, unless {@code spark-submit} was told another
   */
  public static SparkConf of(String name, String master) {
    SparkConf conf =
        new SparkConf()
            .setIfMissing(MASTER, master)
            .setAppName(name)
            .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .set("spark.kryo.registrator", VariometerRegistrator.class.getName())
            .set("spark.kryo.registrationRequired", "true");
    if (conf.get(MASTER).startsWith("local")) {
      conf.set("spark.driver.host", LOCAL).set("spark.driver.bindAddress", LOCAL);
    }
    return conf;
  }
}
