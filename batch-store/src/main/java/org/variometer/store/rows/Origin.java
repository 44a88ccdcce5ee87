package org.variometer.store.rows;

import java.io.Serializable;

/**
 * Who wrote a row.
 *
 * @param slot the slot's name
 * @param run the attempt's id, unlike that of any other attempt at the slot
 */
public record Origin(String slot, String run) implements Serializable {
  private static final long serialVersionUID = 1L;
}
