package org.variometer.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/** Counts by the minute in which visitors were last seen. */
class RingTest {
  private static final int MINUTES = 60;

  @Test
  void whoMovesOnIsCountedOnce() {
    Ring ring = new Ring(MINUTES);
    ring.move(LastSeen.NEVER, 100);
    ring.move(LastSeen.NEVER, 100);
    ring.move(100, 130);
    assertThat(ring.total()).isEqualTo(2);
    assertThat(ring.sum(131, 1)).isEqualTo(1);
    ring.clear(100);
    assertThat(ring.total()).isEqualTo(1);
  }

  @Test
  void aCountThatACollisionOfHashesMadeNegativeIsKeptLikeAnyOther() {
    Ring ring = new Ring(MINUTES);
    ring.move(100, 130);
    ByteWriter out = new ByteWriter(16);
    ring.writeTo(out);
    Ring read = Ring.readFrom(new ByteReader(out.toByteArray()), MINUTES);
    assertThat(read.sum(101, 1)).isEqualTo(-1);
    assertThat(read.sum(131, 1)).isEqualTo(1);
    assertThat(read.total()).isZero();
  }
}
