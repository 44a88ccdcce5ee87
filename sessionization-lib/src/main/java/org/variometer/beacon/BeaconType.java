package org.variometer.beacon;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a beacon reports; declared in the byte order of the wire names, which breaks ties. */
public enum BeaconType {
  /** A page or the shop behind it failed. */
  ERROR("error", 0),
  /** Something else happened; any unknown type counts as this. */
  EVENT("event", 1),
  /** An order was placed. */
  ORDER("order", 2),
  /** A page was viewed. */
  PAGE_VIEW("pageView", 3),
  /** Load times alone. */
  PERFORMANCE("performance", 4);

  private final String wireName;
  private final int code;

  BeaconType(String wireName, int code) {
    this.wireName = wireName;
    this.code = code;
  }

  /** All types, each at its {@link #code}. */
  public static List<BeaconType> byCode() {
    return Stream.of(values()).sorted(Comparator.comparingInt(BeaconType::code)).toList();
  }

  /** The name in the beacon's JSON. */
  public String wireName() {
    return wireName;
  }

  /** The number in kept state, 0 and up without gaps; never given to another type. */
  public int code() {
    return code;
  }
}
