package org.variometer.chaos.agent;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;

/**
 * Changes the process that it is loaded into, as the option {@code -javaagent} of its JVM says.
 * What is under test knows nothing of it.
 */
public final class Agent {
  private static final String CRASH = "crash";
  private static final String WITHOUT = "without";
  private static final String SLOW_CHECKPOINTS = "slow-checkpoints";
  private static final String CLOCK = "clock";

  /** Where Spark writes a checkpoint, in a thread of its own. */
  static final Place CHECKPOINT =
      new Place("org.apache.spark.streaming.CheckpointWriter$CheckpointWriteHandler", "run");

  private static final String SEPARATOR = ":";

  private Agent() {}

  /**
   * Writes the file that a JVM asks for. The classes are found on its class path.
   *
   * @param jar where
   */
  public static void writeJar(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", Agent.class.getName());
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.finish();
    }
  }

  /** The JVM's option that lets it die when it comes to a point for the {@code nth} time. */
  public static String crashing(Path jar, CrashPoint point, int nth) {
    return option(jar, CRASH, point.name() + SEPARATOR + nth);
  }

  /** The JVM's option that leaves a step of safety out. */
  public static String without(Path jar, SafetyStep step) {
    return option(jar, WITHOUT, step.name());
  }

  /** The JVM's option that lets each of Spark's checkpoints take seconds. */
  public static String slowCheckpoints(Path jar) {
    return option(jar, SLOW_CHECKPOINTS, "");
  }

  /**
   * The JVM's option that lets the clock by which micro-batches are made jump.
   *
   * @param delayMillis how long after the start of the process
   * @param jumpMillis how far, backwards if negative
   */
  public static String jumpingClock(Path jar, long delayMillis, long jumpMillis) {
    return option(jar, CLOCK, delayMillis + SEPARATOR + jumpMillis);
  }

  private static String option(Path jar, String what, String argument) {
    return "-javaagent:" + jar + "=" + what + SEPARATOR + argument;
  }

  /**
   * Called by the JVM before anything else.
   *
   * @param arguments what {@link #crashing}, {@link #without}, {@link #slowCheckpoints} or {@link
   *     #jumpingClock} has put there
   */
  public static void premain(String arguments, Instrumentation instrumentation) {
    String[] words = arguments.split(SEPARATOR);
    if (words[0].equals(CRASH)) {
      CrashPoint point = CrashPoint.valueOf(words[1]);
      Death.after(Integer.parseInt(words[2]));
      advise(
          instrumentation,
          point.place(),
          Advice.to(point.when() == CrashPoint.When.BEFORE ? DieBefore.class : DieBehind.class));
    } else if (words[0].equals(SLOW_CHECKPOINTS)) {
      advise(instrumentation, CHECKPOINT, Advice.to(Dawdle.class));
    } else if (words[0].equals(CLOCK)) {
      JumpingClock.jump(Long.parseLong(words[1]), Long.parseLong(words[2]));
      JumpingClock.weaveInto(instrumentation);
    } else {
      SafetyStep step = SafetyStep.valueOf(words[1]);
      for (Place place : step.places()) {
        advise(instrumentation, place, Advice.to(step.answer().advice()));
      }
    }
  }

  private static void advise(Instrumentation instrumentation, Place place, Advice advice) {
    new AgentBuilder.Default()
        .disableClassFormatChanges()
        .type(named(place.type()))
        .transform(
            (builder, type, loader, module, domain) ->
                builder.visit(advice.on(named(place.method()))))
        .installOn(instrumentation);
  }
}
