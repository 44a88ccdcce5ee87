package org.variometer.spark;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * Hadoop's configuration as tasks need it: the driver's, with what Spark's settings say ({@code
 * spark.hadoop.…}). What Spark has at hand in a task is without them.
 */
public final class TaskHadoop {
  private static Made last = new Made(null, null);

  private TaskHadoop() {}

  /** Made once for each Spark, as it takes reading files. */
  private record Made(SparkConf of, Configuration configuration) {}

  /** To be asked within a task, and left alone. */
  @SuppressWarnings("ReferenceEquality") // Another Spark has other settings.
  public static synchronized Configuration get() {
    SparkConf conf = SparkEnv.get().conf();
    if (last.of() != conf) {
      last = new Made(conf, SparkHadoopUtil.get().newConfiguration(conf));
    }
    return last.configuration();
  }
}
