package org.variometer.report;

/**
 * How many visitors a variant has in a population, by the variant that each met first.
 *
 * @param variant the variant
 * @param visitors those who met this variant alone
 * @param multiplyExposed those who met another one later
 */
public record VariantVisitors(String variant, long visitors, long multiplyExposed) {
  /** All of them. */
  public long all() {
    return visitors + multiplyExposed;
  }
}
