package org.variometer.visitor;

import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/**
 * Names a visitor's day.
 *
 * @param site tenant, shop or app
 * @param visitorId the visitor
 * @param epochDay the UTC day of event time, days since the epoch
 */
public record VisitorDayKey(String site, String visitorId, int epochDay) {
  /** The 64-bit xxHash, seed 0, of site and visitor: the same on all days. */
  public long hash() {
    ByteWriter bytes = new ByteWriter(64);
    bytes.writeText(site);
    bytes.writeId(visitorId);
    return bytes.hash();
  }

  /** Whether both are days of one visitor on one site. */
  public boolean isOfVisitor(VisitorDayKey other) {
    return visitorId.equals(other.visitorId) && site.equals(other.site);
  }

  void writeTo(ByteWriter out) {
    out.writeText(site);
    out.writeId(visitorId);
    out.writeUnsigned(epochDay);
  }

  static VisitorDayKey readFrom(ByteReader in) {
    return new VisitorDayKey(in.readText(), in.readId(), in.readInt());
  }
}
