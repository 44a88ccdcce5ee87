package org.variometer.chaos.fault;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.variometer.chaos.world.Layers;
import org.variometer.chaos.world.World;

/** What happens to the files in which the stream keeps its state, while it is dead. */
final class StateFaults {
  private static final int BATCHES_TOO_OLD = 11;

  private StateFaults() {}

  /** How a file is damaged. */
  enum Damage {
    FLIPPED,
    CUT,
    EMPTY,
    GONE
  }

  /**
   * An option that makes another configuration of the campaign's, for which nothing else changes.
   */
  private static final String OTHER_CONFIGURATION = "-Dvariometer.stream.snapshot.batches=5";

  /** Spark's newest checkpoints can't be read. */
  static void damageCheckpoint(Layers layers, RandomGenerator dice) throws IOException {
    layers.stream().kill();
    damage(layers.world().checkpoints(), path -> name(path).matches("checkpoint-[0-9]+"), dice);
  }

  /** The newest checkpoint is whole, and files of the state that it names are not. */
  static void damageCheckpointedState(Layers layers, RandomGenerator dice) throws IOException {
    layers.stream().kill();
    damage(layers.world().checkpoints(), path -> name(path).startsWith("part-"), dice);
  }

  /** All checkpoints are gone. */
  static void loseCheckpoint(Layers layers, RandomGenerator dice) throws IOException {
    layers.stream().kill();
    delete(layers.world().checkpoints());
  }

  /** It is dead until its checkpoint is too old. */
  static void outliveCheckpoint(Layers layers, RandomGenerator dice) throws InterruptedException {
    layers.stream().kill();
    TimeUnit.MILLISECONDS.sleep(BATCHES_TOO_OLD * World.INTERVAL_MILLIS);
  }

  /** All checkpoints are gone, and the newest snapshot is damaged. */
  static void damageSnapshot(Layers layers, RandomGenerator dice) throws IOException {
    layers.stream().kill();
    delete(layers.world().checkpoints());
    List<Path> newest = newestSnapshot(layers.world().snapshots());
    if (!newest.isEmpty()) {
      damage(
          newest.get(0),
          dice.nextInt(4) == 0
              ? path -> name(path).equals("snapshot.json")
              : path -> name(path).startsWith("sessions") || name(path).startsWith("meters"),
          dice);
    }
  }

  /** No state is left. */
  static void loseAll(Layers layers, RandomGenerator dice) throws IOException {
    layers.stream().kill();
    delete(layers.world().checkpoints());
    delete(layers.world().snapshots());
  }

  /** No state is left, and it is told to go on from the committed offsets. */
  static void goOnWithoutState(Layers layers, RandomGenerator dice)
      throws IOException, InterruptedException {
    loseAll(layers, dice);
    layers.stream().add("--allow-data-loss");
    layers.stream().start();
    layers.stream().removeAdded();
  }

  /** It is started with another configuration, and after that with the former one again. */
  static void changeConfiguration(Layers layers, RandomGenerator dice)
      throws IOException, InterruptedException {
    boolean unused = layers.stream().stop();
    layers.stream().add(OTHER_CONFIGURATION);
    layers.stream().start();
    TimeUnit.MILLISECONDS.sleep(dice.nextLong(8000, 16_000));
    layers.stream().removeAdded();
    unused = layers.stream().stop();
  }

  /** The folder of the newest snapshot that was published, if there is one. */
  private static List<Path> newestSnapshot(Path snapshots) throws IOException {
    if (!Files.exists(snapshots)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(snapshots)) {
      return all
          .filter(path -> name(path).equals("snapshot.json"))
          .map(Path::getParent)
          .filter(folder -> !name(folder).startsWith("damaged"))
          .max(Comparator.comparing(StateFaults::name))
          .stream()
          .toList();
    }
  }

  private static void damage(Path folder, Predicate<Path> wanted, RandomGenerator dice)
      throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(wanted)
              // What was put aside is nobody's any more.
              .filter(path -> !folder.relativize(path.getParent()).toString().contains("."))
              .sorted()
              .toList();
    }
    if (files.isEmpty()) {
      throw new UnreachedException("a file to be damaged in " + folder);
    }
    if (dice.nextBoolean()) {
      // The newest alone: what is whole behind it must not be taken for the newest.
      files = files.subList(files.size() - 1, files.size());
    }
    Damage damage = Damage.values()[dice.nextInt(Damage.values().length)];
    for (Path file : files) {
      damage(file, damage, dice);
      // Beside it the local file system keeps a checksum, which would be the first to notice.
      Files.deleteIfExists(file.resolveSibling("." + name(file) + ".crc"));
    }
  }

  private static void damage(Path file, Damage damage, RandomGenerator dice) throws IOException {
    long size = Files.size(file);
    switch (damage) {
      case GONE -> Files.delete(file);
      case EMPTY -> Files.write(file, new byte[0]);
      case CUT -> {
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
          cut.setLength(size == 0 ? 0 : dice.nextLong(size));
        }
      }
      case FLIPPED -> {
        if (size > 0) {
          try (RandomAccessFile flipped = new RandomAccessFile(file.toFile(), "rw")) {
            long position = dice.nextLong(size);
            flipped.seek(position);
            int was = flipped.read();
            flipped.seek(position);
            flipped.write(was ^ (1 << dice.nextInt(8)));
          }
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }
}
