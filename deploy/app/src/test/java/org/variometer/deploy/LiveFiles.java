package org.variometer.deploy;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/** All files below a folder in which others write: what goes meanwhile is passed over. */
final class LiveFiles {
  private LiveFiles() {}

  /** What is done with a file. */
  @FunctionalInterface
  interface Use {
    void of(Path file) throws IOException;
  }

  /**
   * Does something with each but jars, all of which are there and can be read or have gone.
   *
   * @param left files and folders that are left out
   */
  static void forEach(Path folder, Set<Path> left, Use use) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
            return left.contains(visited) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!left.contains(file) && !file.toString().endsWith(".jar")) {
              try {
                use.of(file);
              } catch (NoSuchFileException e) {
                return visitFileFailed(file, e);
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException problem)
              throws IOException {
            if (problem instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw problem;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException problem)
              throws IOException {
            return problem == null ? FileVisitResult.CONTINUE : visitFileFailed(visited, problem);
          }
        });
  }
}
