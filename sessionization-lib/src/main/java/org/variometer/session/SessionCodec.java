package org.variometer.session;

import java.util.ArrayList;
import java.util.List;
import org.variometer.beacon.NameCache;
import org.variometer.codec.LaterVersionException;

/**
 * Keeps session state as compact bytes that carry the version of their form (layout in {@code
 * docs/STATE.md}). Every version ever written can be read. The same state always gives the same
 * bytes. For one thread.
 */
public final class SessionCodec {
  /** The version that is written. */
  public static final int VERSION = 1;

  private final NameCache names = new NameCache();
  private final BitWriter out = new BitWriter();

  /** The state as bytes. */
  public byte[] encode(SessionState state) {
    out.clear();
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
    return decode(bytes, 0);
  }

  /**
   * The state that {@code bytes} keep behind something else.
   *
   * @param from where the state begins; it goes to the end
   * @throws IllegalArgumentException as {@link #decode(byte[])}
   */
  public SessionState decode(byte[] bytes, int from) {
    BitReader in = open(bytes, from);
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

  /**
   * The number of pieces in kept state, without reading all of it.
   *
   * @throws IllegalArgumentException if the bytes begin with no state that can be read
   */
  public static int pieces(byte[] bytes, int from) {
    BitReader in = open(bytes, from);
    return in.readCount(in.readSmall(), Long.BYTES);
  }

  private static BitReader open(byte[] bytes, int from) {
    if (bytes.length <= from) {
      throw new IllegalArgumentException("session state is empty");
    }
    int version = bytes[from] & 0xFF;
    if (version > VERSION) {
      throw new LaterVersionException("session state", version, VERSION);
    }
    if (version != VERSION) {
      throw new IllegalArgumentException("session state has version " + version);
    }
    return new BitReader(bytes, from + 1);
  }
}
