package org.variometer.chaos.agent;

import net.bytebuddy.asm.Advice;

/** Woven in: the method does nothing and gives nothing, null, 0 or false. */
final class AnswerNothing {
  private AnswerNothing() {}

  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
  static boolean enter() {
    return true;
  }
}
