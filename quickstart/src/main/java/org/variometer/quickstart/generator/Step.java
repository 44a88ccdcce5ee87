package org.variometer.quickstart.generator;

import java.util.Locale;

/** How far a visit has come, in this order; a visit that buys passes all of them. */
public enum Step {
  /** The first page. */
  FIRST,
  /** The first product page. */
  PRODUCT,
  /** Something in the cart. */
  CART,
  /** The checkout page. */
  CHECKOUT,
  /** A step that no visit reaches. */
  NEVER;

  /** The name in the configuration: lower case. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
