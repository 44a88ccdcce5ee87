package org.variometer.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.variometer.config.Credentials;
import org.variometer.config.ZooKeeperSettings;
import org.variometer.kairos.Fence;

/** With a user all nodes are his, whatever makes them; without one they are everybody's. */
class NodeOwnerTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Credentials USER = new Credentials("meter", "open sesame");
  private static final Optional<Credentials> OTHER =
      Optional.of(new Credentials("meter", "open barley"));

  @Test
  void everyNodeIsTheUsersAlone() throws Exception {
    try (ControlWorld world = new ControlWorld(Optional.of(USER))) {
      ControlClient client = world.client();
      // By a transaction, as nodes of a session, as numbered ones, and what is above them.
      Lease lease = Lease.claim(client, Role.STREAM, "east", TIMEOUT);
      lease.fence(Fence.OPEN).check();
      Lease.claim(client, Role.BATCH, "east", TIMEOUT);
      Repairs.name(client, Instant.EPOCH, "east");
      new Seal(client).seal(Instant.EPOCH);
      new Succession("west", 0, false).order(client);
      client
          .curator()
          .create()
          .creatingParentsIfNeeded()
          .withMode(CreateMode.EPHEMERAL)
          .forPath(world.settings().root() + "/east/monitor/holder", "this".getBytes(UTF_8));

      List<String> nodes = nodes(client.curator(), world.settings().root());
      assertThat(nodes).hasSizeGreaterThan(12);
      for (String node : nodes) {
        assertThat(client.curator().getACL().forPath(node))
            .as(node)
            .singleElement()
            .satisfies(
                acl -> {
                  assertThat(acl.getId().getScheme()).isEqualTo("digest");
                  assertThat(acl.getId().getId()).startsWith("meter:").doesNotContain("sesame");
                  assertThat(acl.getPerms()).isEqualTo(ZooDefs.Perms.ALL);
                });
      }
    }
  }

  @Test
  void whoComesWithoutTheUserOrWithAnotherPasswordIsToldSo() throws Exception {
    try (ControlWorld world = new ControlWorld(Optional.of(USER))) {
      Lease.claim(world.client(), Role.STREAM, "east", TIMEOUT);
      String root = world.settings().root();
      assertThatThrownBy(() -> ControlClient.connect(as(world, OTHER)))
          .isInstanceOf(ControlException.class)
          .hasMessageContainingAll(
              root + " is not meter's, or was made with another password",
              "variometer.zookeeper.user",
              "docs/OPERATIONS.md")
          .hasMessageNotContaining("barley");
      try (ControlClient nobody = ControlClient.connect(as(world, Optional.empty()))) {
        assertThatThrownBy(() -> Lease.holder(nobody, Role.STREAM))
            .isInstanceOf(ControlException.class)
            .hasMessageContainingAll(root, "is not everybody's", "variometer.zookeeper.user");
      }
    }
  }

  @Test
  void aTreeThatIsEverybodysIsRefusedUntilItIsGivenToTheUser() throws Exception {
    try (ControlWorld world = new ControlWorld()) {
      Lease.claim(world.client(), Role.STREAM, "east", TIMEOUT).close();
      ZooKeeperSettings asUser = as(world, Optional.of(USER));
      assertThatThrownBy(() -> ControlClient.connect(asUser))
          .isInstanceOf(ControlException.class)
          .hasMessageContainingAll(
              world.settings().root() + " is not meter's alone",
              "'world,'anyone",
              "docs/OPERATIONS.md");

      // What zkCli.sh does: addauth digest meter:…, setAcl -R … auth::cdrwa
      ZooKeeper own = world.client().curator().getZookeeperClient().getZooKeeper();
      own.addAuthInfo("digest", USER.pair().getBytes(UTF_8));
      for (String node : nodes(world.client().curator(), world.settings().root())) {
        own.setACL(node, NodeOwner.ALONE, -1);
      }
      try (ControlClient user = ControlClient.connect(asUser)) {
        assertThat(Lease.claim(user, Role.STREAM, "east", TIMEOUT).epoch()).isEqualTo(2);
      }
    }
  }

  private static ZooKeeperSettings as(ControlWorld world, Optional<Credentials> user) {
    ZooKeeperSettings settings = world.settings();
    return new ZooKeeperSettings(
        settings.connect(),
        settings.root(),
        settings.sessionTimeout(),
        settings.connectTimeout(),
        user);
  }

  private static List<String> nodes(CuratorFramework curator, String root) throws Exception {
    List<String> nodes = new ArrayList<>(List.of(root));
    for (int i = 0; i < nodes.size(); i++) {
      for (String child : curator.getChildren().forPath(nodes.get(i))) {
        nodes.add(nodes.get(i) + "/" + child);
      }
    }
    return nodes;
  }
}
