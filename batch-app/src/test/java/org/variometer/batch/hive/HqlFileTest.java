package org.variometer.batch.hive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Files are cut into statements where a statement ends, and nowhere else. */
class HqlFileTest {
  @Test
  void semicolonsEndStatementsButNotInTextsAndComments() {
    assertThat(
            HqlFile.statements(
                """
                -- it's; a comment
                SELECT 'a;b\\'c;' AS x, "d;\\";" AS y, `e;\\` AS z -- why; not
                FROM t;

                ;SELECT '--' AS none; -- the end"""))
        .isEqualTo(
            List.of(
                "SELECT 'a;b\\'c;' AS x, \"d;\\\";\" AS y, `e;\\` AS z \nFROM t",
                "SELECT '--' AS none"));
    assertThat(HqlFile.statements("SELECT 1")).containsExactly("SELECT 1");
    assertThat(HqlFile.statements("SELECT 'open;")).containsExactly("SELECT 'open;");
    assertThat(HqlFile.statements("-- nothing")).isEmpty();
  }

  @Test
  void parametersArePutInAndTheLocationIsQuoted() {
    assertThat(HqlFile.statements("manifests", "db", "file:/it's\\here"))
        .singleElement()
        .asString()
        .startsWith("CREATE EXTERNAL TABLE IF NOT EXISTS db.manifests (")
        .endsWith("LOCATION 'file:/it\\'s\\\\here/manifests'");
  }
}
