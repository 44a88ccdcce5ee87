package org.variometer.quickstart.generator;

/**
 * An order.
 *
 * @param id distinguishes orders; a repeated order has the same
 * @param micros its value in micros of the currency, whole cents
 * @param units pieces bought, ≥ 1
 * @param form in which of its forms the amount is written
 */
record Purchase(long id, long micros, int units, Form form) {

  /** How an amount is written; all mean the same. */
  enum Form {
    /** {@code "19.90"}. */
    TEXT,
    /** {@code 19.9}. */
    NUMBER,
    /** {@code 1990e-2}. */
    SCIENTIFIC
  }
}
