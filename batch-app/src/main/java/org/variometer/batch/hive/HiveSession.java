package org.variometer.batch.hive;

import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.variometer.batch.BatchException;
import org.variometer.config.BatchSettings;

/**
 * What a session of Spark's needs to know the batch's tables. Without a metastore's server their
 * definitions are in a Derby database, which one process at a time can open: in {@code metastore}
 * below the batch's directory, or below {@code data} where the process runs if that directory is
 * not on this machine's disk. It holds nothing that could not be created again from the files.
 */
public final class HiveSession {
  private static final String LOCAL_FALLBACK = "data/metastore";
  private static final String DERBY_LOG = "derby.stream.error.file";
  private static final String HADOOP = "spark.hadoop.";

  /**
   * What is told of the database of tables of a batch without a metastore may be told otherwise.
   */
  private static final String OWN_DATABASE = HADOOP + "javax.jdo.option.";

  private HiveSession() {}

  /**
   * Puts it into the configuration from which a session is built then.
   *
   * @return the same configuration
   * @throws BatchException if there is no such directory as the settings say
   */
  public static SparkConf configure(SparkConf spark, BatchSettings settings) throws BatchException {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(spark);
    settings(settings, hadoop)
        .forEach(
            (key, value) -> {
              if (key.startsWith(OWN_DATABASE)) {
                spark.setIfMissing(key, value);
              } else {
                spark.set(key, value);
              }
            });
    unusedFolder().deleteOnExit();
    if (settings.hive().metastore().isEmpty() && System.getProperty(DERBY_LOG) == null) {
      // Otherwise it lies wherever the process was started.
      File folder = metastore(settings, hadoop);
      if (!folder.isDirectory() && !folder.mkdirs()) {
        throw new BatchException(
            folder
                + ", for the database of tables, can't be created. Choose another directory for the"
                + " batch: variometer.batch.directory, or a metastore:"
                + " variometer.batch.hive.metastore");
      }
      System.setProperty(DERBY_LOG, new File(folder, "derby.log").toString());
    }
    return spark;
  }

  /**
   * Spark's settings.
   *
   * @throws BatchException if there is no such directory as the settings say
   */
  static Map<String, String> settings(BatchSettings settings, Configuration hadoop)
      throws BatchException {
    Map<String, String> spark = new TreeMap<>();
    spark.put("spark.sql.catalogImplementation", "hive");
    spark.put("spark.sql.warehouse.dir", new Path(root(settings, hadoop), "warehouse").toString());
    // Hours, days and timestamps mean the same everywhere.
    spark.put("spark.sql.session.timeZone", "UTC");
    // The batch adds files to tables by itself: a list of files that is remembered is a wrong one.
    spark.put("spark.sql.hive.filesourcePartitionFileCacheSize", "0");
    spark.put("spark.sql.filesourceTableRelationCacheSize", "0");
    // Also where a hive-site.xml on the class path says otherwise.
    spark.put(HADOOP + "hive.metastore.uris", settings.hive().metastore());
    spark.put(HADOOP + "hive.downloaded.resources.dir", unusedFolder().toString());
    // Instead of 10 minutes: what can't be reached is to be known in this slot.
    spark.put(HADOOP + "hive.metastore.client.socket.timeout", "120s");
    if (settings.hive().metastore().isEmpty()) {
      File database = new File(metastore(settings, hadoop), "derby");
      spark.put(
          OWN_DATABASE + "ConnectionURL", "jdbc:derby:;databaseName=" + database + ";create=true");
      spark.put(OWN_DATABASE + "ConnectionDriverName", "org.apache.derby.jdbc.EmbeddedDriver");
      spark.put(HADOOP + "datanucleus.schema.autoCreateTables", "true");
      spark.put(HADOOP + "hive.metastore.schema.verification", "false");
    }
    return spark;
  }

  /** What Hive makes for resources that it never gets, and leaves behind. */
  private static File unusedFolder() {
    return new File(
        System.getProperty("java.io.tmpdir"), "variometer-hive-" + ProcessHandle.current().pid());
  }

  /** The batch's directory as a whole URL. */
  static Path root(BatchSettings settings, Configuration hadoop) throws BatchException {
    try {
      Path directory = new Path(settings.directory());
      return directory.getFileSystem(hadoop).makeQualified(directory);
    } catch (IOException | IllegalArgumentException e) {
      throw new BatchException(
          "variometer.batch.directory: there is no file system for "
              + settings.directory()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /** The folder of the database of a batch without a metastore's server. */
  static File metastore(BatchSettings settings, Configuration hadoop) throws BatchException {
    Path root = root(settings, hadoop);
    return "file".equals(root.toUri().getScheme())
        ? new File(root.toUri().getPath(), "metastore")
        : new File(LOCAL_FALLBACK).getAbsoluteFile();
  }
}
