package org.variometer.batch;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** A real HDFS of one NameNode and one DataNode for all tests of this process. */
public final class SharedHdfs {
  private static MiniDFSCluster cluster;

  private SharedHdfs() {}

  /** Running. */
  public static synchronized MiniDFSCluster get() throws IOException {
    if (cluster == null) {
      Configuration configuration = new HdfsConfiguration();
      configuration.set(
          MiniDFSCluster.HDFS_MINIDFS_BASEDIR, Files.createTempDirectory("hdfs-test").toString());
      // They log through a library that is banned here.
      configuration.set("dfs.namenode.metrics.logger.period.seconds", "0");
      configuration.set("dfs.datanode.metrics.logger.period.seconds", "0");
      // Safe mode is an error at once here, not after minutes of trying again.
      configuration.set("dfs.client.retry.policy.enabled", "false");
      MiniDFSCluster started = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
      started.waitActive();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> started.shutdown(true)));
      cluster = started;
    }
    return cluster;
  }
}
