package org.variometer.services;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A directory for the data of services.
 *
 * @param path where it is
 * @param isTemporary whether it goes when it is closed
 */
public record WorkDirectory(Path path, boolean isTemporary) implements AutoCloseable {

  /** A new one, which is removed in the end. */
  public static WorkDirectory temporary() throws IOException {
    return new WorkDirectory(Files.createTempDirectory("variometer-"), true);
  }

  /** One that stays with all that is in it; created if it is not there. */
  public static WorkDirectory kept(Path path) throws IOException {
    return new WorkDirectory(Files.createDirectories(path).toAbsolutePath(), false);
  }

  @Override
  public void close() throws IOException {
    if (isTemporary) {
      delete(path);
    }
  }

  /** Removes a directory and all in it, if it is there. */
  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
