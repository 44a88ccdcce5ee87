package org.variometer.cluster;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Does something with several at the same time. */
final class Together {
  private Together() {}

  /** Returns when it is done with all of them. */
  static <T> void each(Collection<T> several, Consumer<T> action) {
    CompletableFuture.allOf(
            several.stream()
                .map(one -> CompletableFuture.runAsync(() -> action.accept(one)))
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }
}
