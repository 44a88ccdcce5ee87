package org.variometer.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.io.File;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code deploy/conf/minimal.conf} is what a deployment begins with. */
class MinimalConfigurationTest {
  private static final File FILE = new File("../deploy/conf/minimal.conf");

  private final Config loaded = VariometerConfig.load(Optional.of(FILE), Map.of());

  @Test
  void itIsValid() {
    VariometerConfig config = VariometerConfig.from(loaded);
    assertThat(config.region()).isEqualTo("region-a");
    assertThat(config.stream().spark()).containsEntry("spark.cores.max", "2");
    assertThat(config.batch().spark()).containsEntry("spark.cores.max", "2");
  }

  @Test
  void itsDirectoriesAreTheSameWhereverAnAppRuns() {
    VariometerConfig config = VariometerConfig.from(loaded);
    assertThat(
            new String[] {
              config.stream().checkpointDirectory(),
              config.stream().snapshotDirectory(),
              config.batch().directory()
            })
        .allMatch(directory -> URI.create(directory).isAbsolute());
  }

  @Test
  void itKeepsToTheDefaultsOfAllThatItDoesNotSay() {
    Config reference = VariometerConfig.reference().resolve();
    assertThat(loaded.getValue("variometer.session"))
        .isEqualTo(reference.getValue("variometer.session"));
    assertThat(loaded.getValue("variometer.metrics"))
        .isEqualTo(reference.getValue("variometer.metrics"));
  }
}
