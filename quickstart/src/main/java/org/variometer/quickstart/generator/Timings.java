package org.variometer.quickstart.generator;

/**
 * Performance values in ms, each 0 … 120000, or {@link #ABSENT}.
 *
 * @param pageLoad until the page was there
 * @param ttfb until its first byte
 * @param lcp until its largest part was painted
 * @param inp from an interaction to the next paint
 * @param ignored whether one more value is there that has to be ignored
 */
record Timings(int pageLoad, int ttfb, int lcp, int inp, boolean ignored) {
  static final int ABSENT = -1;

  /** The same, but slower, so that it is the higher of both. */
  Timings slower() {
    return pageLoad == ABSENT
        ? new Timings(pageLoad, ttfb, lcp + 10, inp, ignored)
        : new Timings(pageLoad + 10, ttfb, lcp, inp, ignored);
  }
}
