package org.variometer.session;

import java.util.HexFormat;
import java.util.UUID;
import org.variometer.codec.IdForm;

/** Writes ids: UUIDs and 128-bit hashes in 16 bytes, any other as text. */
final class IdCodec {
  private static final int KIND_BITS = 2;
  private static final int TEXT = 0;
  private static final int UUID_FORM = 1;
  private static final int HASH_FORM = 2;

  private IdCodec() {}

  static void write(BitWriter out, String id) {
    if (IdForm.isUuid(id)) {
      UUID uuid = UUID.fromString(id);
      out.writeBits(UUID_FORM, KIND_BITS);
      out.writeLong(uuid.getMostSignificantBits());
      out.writeLong(uuid.getLeastSignificantBits());
    } else if (IdForm.isHash(id)) {
      out.writeBits(HASH_FORM, KIND_BITS);
      out.writeLong(HexFormat.fromHexDigitsToLong(id, 0, 16));
      out.writeLong(HexFormat.fromHexDigitsToLong(id, 16, 32));
    } else {
      out.writeBits(TEXT, KIND_BITS);
      out.writeText(id);
    }
  }

  static String read(BitReader in) {
    int kind = (int) in.readBits(KIND_BITS);
    return switch (kind) {
      case TEXT -> in.readText();
      case UUID_FORM -> new UUID(in.readLong(), in.readLong()).toString();
      case HASH_FORM -> {
        HexFormat hex = HexFormat.of();
        yield hex.toHexDigits(in.readLong()) + hex.toHexDigits(in.readLong());
      }
      default -> throw new IllegalArgumentException("session state has an id of kind " + kind);
    };
  }
}
