package org.variometer.chaos.agent;

import static net.bytebuddy.matcher.ElementMatchers.any;
import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.MemberSubstitution;

/** A wall clock that jumps once, for Spark's micro-batches and for what is made of them. */
public final class JumpingClock {
  private static volatile long jumpsAt = System.nanoTime();
  private static volatile long millis;

  private JumpingClock() {}

  static void jump(long delayMillis, long jumpMillis) {
    jumpsAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
    millis = jumpMillis;
  }

  /** Now, ms since the epoch, as this clock has it. */
  public static long currentTimeMillis() {
    long real = System.currentTimeMillis();
    return System.nanoTime() - jumpsAt < 0 ? real : real + millis;
  }

  static void weaveInto(Instrumentation instrumentation) {
    Method here;
    try {
      here = JumpingClock.class.getMethod("currentTimeMillis");
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
    new AgentBuilder.Default()
        .disableClassFormatChanges()
        .type(
            named("org.apache.spark.util.SystemClock")
                .or(nameStartsWith("org.apache.spark.streaming."))
                .or(nameStartsWith("org.variometer.stream."))
                .or(nameStartsWith("org.variometer.kairos.")))
        .transform(
            (builder, type, loader, module, domain) ->
                builder.visit(
                    MemberSubstitution.relaxed()
                        .method(named("currentTimeMillis").and(isDeclaredBy(System.class)))
                        .replaceWith(here)
                        .on(any())))
        .installOn(instrumentation);
  }
}
