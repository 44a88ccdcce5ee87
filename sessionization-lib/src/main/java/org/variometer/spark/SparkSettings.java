package org.variometer.spark;

import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.variometer.config.ConfigurationException;

/** What both apps tell Spark: how their values travel, and to stay on this machine if it may. */
public final class SparkSettings {
  private static final String LOCAL = "127.0.0.1";
  private static final String MASTER = "spark.master";
  private static final String SECRET = "spark.authenticate.secret";
  private static final String VARIABLE = "_SPARK_AUTH_SECRET";

  /** What stands for the secret in settings: Spark asks whether there is one before it looks. */
  private static final String ELSEWHERE = "in the environment";

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

  /**
   * Leaves Spark's secret out of settings that are complete: they go into checkpoints. Spark takes
   * it from the environment first.
   *
   * @throws ConfigurationException if it stands in the settings, or Spark's own cluster asks for it
   *     and it is not in the environment
   */
  public static SparkConf secretLeftOut(SparkConf conf) {
    return secretLeftOut(conf, System.getenv());
  }

  static SparkConf secretLeftOut(SparkConf conf, Map<String, String> environment) {
    if (!conf.get(SECRET, ELSEWHERE).equals(ELSEWHERE)) {
      throw new ConfigurationException(
          List.of(
              SECRET
                  + ": checkpoints would have it; take it out of Spark's settings and put it into"
                  + " the environment of master, workers and apps, as "
                  + VARIABLE));
    }
    if (!conf.getBoolean("spark.authenticate", false)
        || !conf.get(MASTER, "").startsWith("spark://")) {
      return conf;
    }
    if (!environment.containsKey(VARIABLE)) {
      throw new ConfigurationException(
          List.of(
              "spark.authenticate: true, but Spark's secret is not in the environment, as "
                  + VARIABLE));
    }
    return conf.set(SECRET, ELSEWHERE);
  }
}
