package org.variometer.monitor.rule;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a look at something gave: a view of it, or why there is none, or neither where nobody looked
 * because it is not configured or not known.
 *
 * @param view what was seen
 * @param problem why nothing was seen, in words
 */
public record Seen<T>(Optional<T> view, Optional<String> problem) {
  /** What was seen. */
  public static <T> Seen<T> of(T view) {
    return new Seen<>(Optional.of(view), Optional.empty());
  }

  /** Nothing was seen, because of this. */
  public static <T> Seen<T> failed(String problem) {
    return new Seen<>(Optional.empty(), Optional.of(problem));
  }

  /** Nobody looked. */
  public static <T> Seen<T> unasked() {
    return new Seen<>(Optional.empty(), Optional.empty());
  }

  /** Something of the view, where there is one. */
  public <R> Optional<R> map(Function<T, R> part) {
    return view.map(part);
  }
}
