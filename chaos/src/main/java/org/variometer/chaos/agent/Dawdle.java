package org.variometer.chaos.agent;

import java.util.concurrent.TimeUnit;
import net.bytebuddy.asm.Advice;

/** Woven in: waits for some seconds before the method does anything. */
public final class Dawdle {
  private static final long SECONDS = 4;

  private Dawdle() {}

  /** Waits; an interrupt ends that. */
  public static void dawdle() {
    try {
      TimeUnit.SECONDS.sleep(SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Advice.OnMethodEnter
  static void enter() {
    Dawdle.dawdle();
  }
}
