package org.variometer.services;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;

/** A directory for the data of services. */
public final class WorkDirectory implements AutoCloseable {
  private final Path path;
  private final boolean isTemporary;
  private boolean logsStay;
  private boolean stays;

  private WorkDirectory(Path path, boolean isTemporary) {
    this.path = path;
    this.isTemporary = isTemporary;
  }

  /** A new one, which is removed in the end. */
  public static WorkDirectory temporary() throws IOException {
    return new WorkDirectory(Files.createTempDirectory("variometer-"), true);
  }

  /** One that stays with all that is in it; created if it is not there. */
  public static WorkDirectory kept(Path path) throws IOException {
    return new WorkDirectory(Files.createDirectories(path).toAbsolutePath().normalize(), false);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Whether it goes when it is closed. */
  public boolean isTemporary() {
    return isTemporary;
  }

  /** Lets the logs in it stay, because a message points at one. */
  public void keepLogs() {
    logsStay = true;
  }

  /** Lets all in it stay, because somebody will want to look at it. */
  public void keep() {
    stays = true;
  }

  @Override
  public void close() throws IOException {
    if (isTemporary && !stays) {
      delete(path, logsStay);
    }
  }

  /** Removes a directory and all in it, if it is there. */
  static void delete(Path tree) throws IOException {
    delete(tree, false);
  }

  private static void delete(Path tree, boolean logsStay) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!logsStay || !file.endsWith(Service.LOG_FILE)) {
              Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            if (!logsStay || isEmpty(directory)) {
              Files.delete(directory);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Whether nothing is in a directory, which is there. */
  public static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }
}
