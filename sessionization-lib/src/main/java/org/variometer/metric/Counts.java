package org.variometer.metric;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/**
 * What is added up in one bucket of one key: a mutable map from measure ids to 64-bit sums, absent
 * being 0. Sums wrap around beyond 64 bits, so that retracting always undoes adding.
 */
public final class Counts {
  private static final int FREE = -1;

  /** 2³² over the golden ratio: the high bits of a product spread neighbours evenly. */
  private static final int MULTIPLIER = 0x9E3779B1;

  private int[] ids = new int[8];
  private long[] sums = new long[8];
  private int size;

  /** Receives the entries of a {@link Counts}. */
  @FunctionalInterface
  public interface Reader {
    /** Takes one entry; its sum is not 0. */
    void accept(int id, long sum);
  }

  /** Nothing added yet. */
  public Counts() {
    Arrays.fill(ids, FREE);
  }

  /** The same sums, to be added to apart. */
  public Counts copy() {
    Counts copy = new Counts();
    copy.ids = ids.clone();
    copy.sums = sums.clone();
    copy.size = size;
    return copy;
  }

  /**
   * The same sums under other ids.
   *
   * @param newId the new one for each, negative for what is left out
   */
  public Counts renumbered(IntUnaryOperator newId) {
    Counts renumbered = new Counts();
    forEach(
        (id, sum) -> {
          int other = newId.applyAsInt(id);
          if (other >= 0) {
            renumbered.add(other, sum);
          }
        });
    return renumbered;
  }

  /** Writes the sums that are not 0. */
  public void writeTo(ByteWriter out) {
    int[] number = {0};
    forEach((id, sum) -> number[0]++);
    out.writeUnsigned(number[0]);
    forEach(
        (id, sum) -> {
          out.writeUnsigned(id);
          out.writeSigned(sum);
        });
  }

  /** Reads what {@link #writeTo} wrote. */
  public static Counts readFrom(ByteReader in) {
    Counts counts = new Counts();
    int number = in.readCount();
    for (int i = 0; i < number; i++) {
      counts.add(in.readInt(), in.readSigned());
    }
    return counts;
  }

  /** Adds to the sum of {@code id}. */
  public void add(int id, long amount) {
    int slot = slotOf(id);
    if (ids[slot] == FREE) {
      if (4 * (size + 1) > 3 * ids.length) {
        grow();
        slot = slotOf(id);
      }
      ids[slot] = id;
      size++;
    }
    sums[slot] += amount;
  }

  /** Adds all of {@code other}. */
  public void addAll(Counts other) {
    other.forEach(this::add);
  }

  /** The sum of {@code id}, 0 if nothing was added. */
  public long get(int id) {
    int slot = slotOf(id);
    return ids[slot] == FREE ? 0 : sums[slot];
  }

  /** Whether no sum is other than 0. */
  public boolean isEmpty() {
    for (long sum : sums) {
      if (sum != 0) {
        return false;
      }
    }
    return true;
  }

  /** Shows every entry that is not 0, in no particular order. */
  public void forEach(Reader reader) {
    for (int slot = 0; slot < ids.length; slot++) {
      if (ids[slot] != FREE && sums[slot] != 0) {
        reader.accept(ids[slot], sums[slot]);
      }
    }
  }

  private int slotOf(int id) {
    int mask = ids.length - 1;
    int slot = (id * MULTIPLIER) >>> Integer.numberOfLeadingZeros(mask);
    while (ids[slot] != FREE && ids[slot] != id) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int[] oldIds = ids;
    long[] oldSums = sums;
    ids = new int[2 * oldIds.length];
    sums = new long[2 * oldSums.length];
    Arrays.fill(ids, FREE);
    for (int i = 0; i < oldIds.length; i++) {
      if (oldIds[i] != FREE) {
        int slot = slotOf(oldIds[i]);
        ids[slot] = oldIds[i];
        sums[slot] = oldSums[i];
      }
    }
  }
}
