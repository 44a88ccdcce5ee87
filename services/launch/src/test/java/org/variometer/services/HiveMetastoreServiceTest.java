package org.variometer.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The metastore comes up, and after it was killed again, and is not taken for another one. */
@Timeout(120)
class HiveMetastoreServiceTest {
  @TempDir private Path folder;

  @Test
  void itComesBackAtItsPortAfterItWasKilled() throws Exception {
    try (HiveMetastoreService metastore =
        new HiveMetastoreService(ServiceOptions.in(folder.resolve("hive")).withBriefLife())) {
      metastore.start();
      String url = metastore.url();
      assertThat(url).isEqualTo("thrift://127.0.0.1:" + metastore.port());
      metastore.kill();
      assertThat(metastore.isAlive()).isFalse();
      metastore.start();
      assertThat(metastore.url()).isEqualTo(url);
      assertThat(metastore.isHealthy(metastore.port())).isTrue();

      HiveMetastoreService other =
          new HiveMetastoreService(ServiceOptions.in(folder.resolve("other")).withBriefLife());
      assertThat(other.isHealthy(metastore.port())).isFalse();
      metastore.check();
    }
  }
}
