package org.variometer.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.ACLProvider;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.variometer.config.Credentials;
import org.variometer.config.ZooKeeperSettings;

/**
 * Whose all nodes are: a user's of ZooKeeper's {@code digest} scheme, who alone may read and change
 * them, or, without one, everybody's.
 */
record NodeOwner(ZooKeeperSettings settings) {
  /** Whoever makes a node may do all with it, and nobody else anything. */
  static final List<ACL> ALONE =
      // ZooKeeper asks it for null, which List.of takes amiss.
      Collections.singletonList(new ACL(ZooDefs.Perms.ALL, new Id("auth", "")));

  private static final String SCHEME = "digest";

  static NodeOwner of(ZooKeeperSettings settings) {
    return new NodeOwner(settings);
  }

  /** Lets a client come as that user, and make nodes for him alone. */
  CuratorFrameworkFactory.Builder own(CuratorFrameworkFactory.Builder builder) {
    Optional<Credentials> user = settings.credentials();
    return user.isEmpty()
        ? builder
        : builder
            .authorization(SCHEME, user.get().pair().getBytes(UTF_8))
            .aclProvider(
                new ACLProvider() {
                  @Override
                  public List<ACL> getDefaultAcl() {
                    return ALONE;
                  }

                  @Override
                  public List<ACL> getAclForPath(String path) {
                    return ALONE;
                  }
                });
  }

  /**
   * Makes sure that the topmost node is that user's, where it is there: in one that is everybody's
   * anybody could remove what lies below. ZooKeeper itself takes any password: it makes another
   * user of it.
   *
   * @throws ControlException if it is not
   */
  void requireTree(ControlClient client) throws ControlException {
    if (settings.credentials().isEmpty()) {
      return;
    }
    List<ACL> acl = client.ask("look whose node " + settings.root() + " is", () -> acl(client));
    String user = settings.credentials().get().user() + ':';
    boolean ours =
        acl.stream()
            .allMatch(
                entry ->
                    entry.getId().getScheme().equals(SCHEME)
                        && entry.getId().getId().startsWith(user)
                        && entry.getPerms() == ZooDefs.Perms.ALL);
    if (!ours) {
      throw new ControlException(
          at()
              + settings.root()
              + " is not "
              + user.replace(":", "")
              + "'s alone, but "
              + acl
              + ". Give it and all below to variometer.zookeeper.user, as docs/OPERATIONS.md says,"
              + " or name another node: variometer.zookeeper.root");
    }
  }

  /** Empty where there is no node. */
  private List<ACL> acl(ControlClient client) throws Exception {
    try {
      return client.curator().getACL().forPath(settings.root());
    } catch (KeeperException.NoNodeException e) {
      return List.of();
    }
  }

  /** Says that a node is another's. */
  ControlException refused(String action, KeeperException.NoAuthException cause) {
    return new ControlException(
        at()
            + "could not "
            + action
            + ": "
            + (cause.getPath() == null ? "a node" : cause.getPath())
            + " is not "
            + settings
                .credentials()
                .map(user -> user.user() + "'s, or was made with another password")
                .orElse("everybody's")
            + ". See variometer.zookeeper.user and its password; docs/OPERATIONS.md says how nodes"
            + " are given to another user",
        cause);
  }

  private String at() {
    return "ZooKeeper at " + settings.connect() + ": ";
  }
}
