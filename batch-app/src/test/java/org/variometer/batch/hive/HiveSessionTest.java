package org.variometer.batch.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.variometer.batch.BatchException;
import org.variometer.config.BatchSettings;

/** Where a session of Spark's finds the tables' definitions. */
class HiveSessionTest {
  private static final String URIS = "spark.hadoop.hive.metastore.uris";
  private static final String DERBY = "spark.hadoop.javax.jdo.option.ConnectionURL";
  private static final String WAREHOUSE = "spark.sql.warehouse.dir";

  private final Configuration hadoop = new Configuration();

  @Test
  void withoutAMetastoreTheyAreBelowTheBatchsDirectory() throws Exception {
    Map<String, String> spark = HiveSession.settings(settings("some/where", ""), hadoop);
    Path directory = Path.of("some/where").toAbsolutePath();
    assertThat(spark)
        .containsEntry(URIS, "")
        .containsEntry(
            DERBY, "jdbc:derby:;databaseName=" + directory + "/metastore/derby;create=true")
        .containsEntry(WAREHOUSE, "file:" + directory + "/warehouse");
  }

  @Test
  void whereItsDirectoryIsNotOnThisMachineTheyAreBelowData() throws Exception {
    Map<String, String> spark =
        HiveSession.settings(settings("hdfs://127.0.0.1:1/batch", ""), hadoop);
    assertThat(spark)
        .containsEntry(
            DERBY,
            "jdbc:derby:;databaseName="
                + new File("data/metastore/derby").getAbsolutePath()
                + ";create=true")
        .containsEntry(WAREHOUSE, "hdfs://127.0.0.1:1/batch/warehouse");
  }

  @Test
  void aPathIsOneOfTheDefaultFileSystem() throws Exception {
    hadoop.set("fs.defaultFS", "hdfs://127.0.0.1:1");
    Map<String, String> spark = HiveSession.settings(settings("/batch", ""), hadoop);
    assertThat(spark)
        .containsEntry(WAREHOUSE, "hdfs://127.0.0.1:1/batch/warehouse")
        .hasEntrySatisfying(DERBY, url -> assertThat(url).contains("/data/metastore/derby"));
  }

  @Test
  void withAMetastoreThereIsNoDatabaseOfItsOwn() throws Exception {
    assertThat(HiveSession.settings(settings("some/where", "thrift://hive:9083"), hadoop))
        .containsEntry(URIS, "thrift://hive:9083")
        .containsEntry("spark.sql.catalogImplementation", "hive")
        .doesNotContainKey(DERBY);
  }

  @Test
  void aDirectoryInNoFileSystemIsNamed() {
    assertThatThrownBy(() -> HiveSession.settings(settings("nosuch://x/y", ""), hadoop))
        .isInstanceOf(BatchException.class)
        .hasMessageStartingWith(
            "variometer.batch.directory: there is no file system for nosuch://x/y: ");
  }

  private static BatchSettings settings(String directory, String metastore) {
    return HiveFixture.settings(directory, metastore, "variometer");
  }
}
