package org.variometer.stream.snapshot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;

/** Folders of a state, closed to others. */
public final class ClosedFolder {
  private static final String OWNER_ALONE = "700";

  private ClosedFolder() {}

  /**
   * Makes one if it is missing, with what is missing above it, closed too; gives its whole path.
   */
  public static Path make(FileSystem files, Path folder) throws IOException {
    Path whole = files.makeQualified(folder);
    List<Path> closed = new ArrayList<>(List.of(whole));
    for (Path above = whole.getParent();
        above != null && !files.exists(above);
        above = above.getParent()) {
      closed.add(above);
    }
    files.mkdirs(whole);
    for (Path each : closed) {
      files.setPermission(each, new FsPermission(OWNER_ALONE));
    }
    return whole;
  }

  /** Gives one another name, under which it is kept for a look. */
  public static void setAside(FileSystem files, Path folder, Path aside) throws IOException {
    if (!files.rename(folder, aside)) {
      throw new IOException(folder + " can't be renamed to " + aside);
    }
  }
}
