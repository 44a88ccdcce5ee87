package org.variometer.stream.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of a state are their owner's alone. */
class ClosedFolderTest {
  @TempDir private Path directory;

  @Test
  void whatIsMadeIsClosedAndWhatWasThereAboveStaysAsItWas() throws IOException {
    mode(directory, "rwxr-xr-x");
    make("a/b/c");
    assertThat(modes("a", "a/b", "a/b/c")).containsOnly("rwx------");
    assertThat(modes("")).containsOnly("rwxr-xr-x");
  }

  @Test
  void whatWasThereIsClosed() throws IOException {
    mode(Files.createDirectory(directory.resolve("open")), "rwxrwxrwx");
    make("open");
    assertThat(modes("open")).containsOnly("rwx------");
  }

  private void make(String folder) throws IOException {
    FileSystem files = FileSystem.getLocal(new Configuration());
    ClosedFolder.make(files, new org.apache.hadoop.fs.Path(directory.resolve(folder).toString()));
  }

  private static void mode(Path folder, String mode) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
  }

  private String[] modes(String... folders) throws IOException {
    String[] modes = new String[folders.length];
    for (int i = 0; i < folders.length; i++) {
      modes[i] =
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(directory.resolve(folders[i])));
    }
    return modes;
  }
}
