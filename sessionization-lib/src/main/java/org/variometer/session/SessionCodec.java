package org.variometer.session;

import java.util.ArrayList;
import java.util.List;
import org.variometer.beacon.NameCache;

/**
 * Keeps session state as compact bytes that carry the version of their form (layout in {@code
 * docs/STATE.md}). Every version ever written can be read. The same state always gives the same
 * bytes. For one thread.
 */
public final class SessionCodec {
  /** The version that is written. */
  public static final int VERSION = 1;

  private final NameCache names = new NameCache();

  /** The state as bytes. */
  public byte[] encode(SessionState state) {
    BitWriter out = new BitWriter();
    out.writeBits(VERSION, 8);
    out.writeSmall(state.pieces().size());
    for (Piece piece : state.pieces()) {
      out.writeLarge(piece.firstArrival());
      out.writeLarge(piece.lastArrival() - piece.firstArrival());
      out.writeLarge(piece.records());
      new PieceEncoder(out).write(piece);
    }
    return out.toByteArray();
  }

  /**
   * The state that {@code bytes} keep.
   *
   * @throws IllegalArgumentException if they are cut off, damaged, or of a version unknown here
   */
  public SessionState decode(byte[] bytes) {
    if (bytes.length == 0) {
      throw new IllegalArgumentException("session state is empty");
    }
    if (bytes[0] != VERSION) {
      throw new IllegalArgumentException(
          "session state has version "
              + (bytes[0] & 0xFF)
              + ", this release reads versions up to "
              + VERSION
              + ": use the release that wrote it, or a later one");
    }
    BitReader in = new BitReader(bytes, 1);
    int count = in.readCount(in.readSmall(), Long.BYTES);
    List<Piece> pieces = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long firstArrival = in.readLarge();
      long lastArrival = firstArrival + in.readLarge();
      long records = in.readLarge();
      pieces.add(
          new Piece(
              firstArrival, lastArrival, records, new PieceDecoder(in, names).read(firstArrival)));
    }
    if (!in.atEnd()) {
      throw new IllegalArgumentException("session state has bytes behind its end");
    }
    return new SessionState(pieces);
  }
}
