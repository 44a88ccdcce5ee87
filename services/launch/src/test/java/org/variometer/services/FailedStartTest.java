package org.variometer.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that can't start says which it is, why, and what to do; and leaves nothing behind. */
class FailedStartTest {
  @TempDir private Path folder;

  @Test
  void aTakenPortIsNamedBeforeAnythingIsStarted() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, Ports.address())) {
      KafkaService kafka =
          new KafkaService(
              ServiceOptions.in(folder.resolve("kafka"))
                  .withPort(other.getLocalPort(), "choose another with --kafka-port"));
      assertThatThrownBy(kafka::start)
          .isInstanceOf(PortTakenException.class)
          .hasMessage(
              "port %d of 127.0.0.1, which Kafka needs, is taken by another process; choose another"
                      .formatted(other.getLocalPort())
                  + " with --kafka-port");
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void aPortTakenAtAllAddressesIsTakenHereToo() throws IOException {
    try (ServerSocket other = new ServerSocket(0)) {
      assertThat(Ports.isFree(other.getLocalPort())).isFalse();
    }
  }

  @Test
  void allTakenPortsAreNamedAtOnce() throws IOException {
    try (ServerSocket one = new ServerSocket(0, 1, Ports.address());
        ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Services services =
          new Services(
              new ZooKeeperService(
                  ServiceOptions.in(folder.resolve("z")).withPort(one.getLocalPort(), "first")),
              new KafkaService(ServiceOptions.in(folder.resolve("k"))),
              new KairosService(
                  ServiceOptions.in(folder.resolve("d")).withPort(two.getLocalPort(), "second")));
      assertThatThrownBy(() -> services.start(1))
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining(one.getLocalPort() + " of 127.0.0.1, which ZooKeeper needs")
          .hasMessageContaining(two.getLocalPort() + " of 127.0.0.1, which KairosDB needs");
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void aServiceThatEndsShowsItsLog() {
    ZooKeeperService service = new ZooKeeperService(ServiceOptions.in(folder).withHeap(1));
    assertThatThrownBy(service::start)
        .isInstanceOf(ServiceException.class)
        .hasMessageStartingWith("ZooKeeper did not come up: it ended after ")
        .hasMessageContaining("with exit code 1; the last lines of its log:\n    ")
        .hasMessageContaining("Too small maximum heap")
        .hasMessageEndingWith("the whole log: " + folder.resolve("service.log"));
    assertThat(service.isAlive()).isFalse();
  }

  @Test
  void aServiceThatIsTooSlowIsKilled() {
    ZooKeeperService service =
        new ZooKeeperService(ServiceOptions.in(folder).withTimeout(Duration.ofMillis(1)));
    Throwable failure = catchThrowable(service::start);
    assertThat(failure)
        .isInstanceOf(ServiceException.class)
        .hasMessageStartingWith("ZooKeeper did not come up: it did not answer within 0.001 s");
    assertThat(ProcessHandle.of(service.pid()).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aClassPathThatWasNotBuiltIsNamed() {
    assertThatThrownBy(() -> ClassPaths.of("nowhere"))
        .isInstanceOf(ServiceException.class)
        .hasMessageMatching(
            ".*services.nowhere.target.classpath is missing; build it .* with ./mvnw -Pcassandra"
                + " -pl services/nowhere -am process-resources");
  }

  @Test
  void whatWasNotStartedHasNoPort() {
    ZooKeeperService service = new ZooKeeperService(ServiceOptions.in(folder));
    assertThatThrownBy(service::address).hasMessage("ZooKeeper was not started");
    service.close();
  }
}
