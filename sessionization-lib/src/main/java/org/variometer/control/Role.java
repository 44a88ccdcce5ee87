package org.variometer.control;

/** Who may hold a lease. */
public enum Role {
  /** The stream: one that starts takes over from another one of its region. */
  STREAM("stream") {
    @Override
    String path(ZooKeeperPaths paths) {
      return paths.writer();
    }
  },

  /** The batch: one that starts is refused as long as another lives. */
  BATCH("batch") {
    @Override
    String path(ZooKeeperPaths paths) {
      return paths.batch();
    }
  };

  private final String word;

  Role(String word) {
    this.word = word;
  }

  abstract String path(ZooKeeperPaths paths);

  @Override
  public String toString() {
    return word;
  }
}
