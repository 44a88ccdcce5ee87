package org.variometer.beacon;

/** The load times that are metered, in the order of spec §1, which breaks ties. */
public enum PerformanceName {
  /** Page load. */
  PAGE_LOAD("page_load", 0),
  /** Time to first byte. */
  TTFB("ttfb", 1),
  /** DOM interactive. */
  DOM_INTERACTIVE("dom_interactive", 2),
  /** Largest contentful paint. */
  LCP("lcp", 3),
  /** Interaction to next paint. */
  INP("inp", 4);

  private final String wireName;
  private final int index;

  PerformanceName(String wireName, int index) {
    this.wireName = wireName;
    this.index = index;
  }

  /** The name in the beacon's JSON and in metric names. */
  public String wireName() {
    return wireName;
  }

  /** The place in a beacon's values and in kept state, 0 and up; never given to another name. */
  public int index() {
    return index;
  }
}
