package org.variometer.chaos.agent;

import java.util.concurrent.atomic.AtomicLong;
import net.bytebuddy.asm.Advice;

/** Woven in: the method does nothing and gives a number that it never gave before. */
public final class AnswerNewNumber {
  private static final AtomicLong NEXT = new AtomicLong();

  private AnswerNewNumber() {}

  /** The next number. */
  public static long next() {
    return NEXT.incrementAndGet();
  }

  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
  static boolean enter() {
    return true;
  }

  @Advice.OnMethodExit
  @SuppressWarnings("UnusedVariable") // Byte Buddy makes it the answer.
  static void exit(@Advice.Return(readOnly = false) long returned) {
    returned = AnswerNewNumber.next();
  }
}
