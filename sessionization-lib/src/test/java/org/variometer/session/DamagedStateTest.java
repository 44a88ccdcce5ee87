package org.variometer.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damaged state gives some state or {@link IllegalArgumentException}: no other exception, and no
 * more memory than its length can ask for.
 */
class DamagedStateTest {
  private static final long MEGABYTE = 1 << 20;

  private final SessionCodec codec = new SessionCodec();
  private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static List<GoldenStates> all() {
    return GoldenStates.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void stateThatIsCutOffIsRefused(GoldenStates golden) {
    byte[] bytes = golden.bytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatIllegalArgumentException()
          .as("%d of %d bytes", length, bytes.length)
          .isThrownBy(() -> codec.decode(cut))
          .withMessageContaining("session state");
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void stateWithBytesBehindItsEndIsRefused(GoldenStates golden) {
    byte[] longer = Arrays.copyOf(golden.bytes(), golden.bytes().length + 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.decode(longer))
        .withMessageContaining("behind its end");
  }

  @ParameterizedTest
  @MethodSource("all")
  void anyOtherValueOfAnyByteIsHarmless(GoldenStates golden) {
    byte[] bytes = golden.bytes();
    for (int at = 0; at < bytes.length; at++) {
      byte[] damaged = bytes.clone();
      for (int value = 0; value < 256; value++) {
        damaged[at] = (byte) value;
        decodeOrRefuse(damaged);
      }
    }
  }

  @Property
  void damageOfLargeStatesIsHarmless(
      @ForAll("large") byte[] bytes,
      @ForAll @IntRange(min = 1) int where,
      @ForAll byte value,
      @ForAll @IntRange(max = 8) int head) {
    byte[] damaged = bytes.clone();
    damaged[1 + where % (damaged.length - 1)] = value;
    damaged[1 + where % Math.min(damaged.length - 1, 40)] ^= (byte) (1 << (head % 8));
    decodeOrRefuse(damaged);
  }

  @Property
  void anyBytesAreHarmless(@ForAll byte[] bytes) {
    byte[] state = Arrays.copyOf(bytes, bytes.length + 1);
    System.arraycopy(bytes, 0, state, 1, bytes.length);
    state[0] = SessionCodec.VERSION;
    decodeOrRefuse(state);
  }

  @Test
  void noBytesAreNoState() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.decode(new byte[0]))
        .withMessage("session state is empty");
  }

  @Test
  void anUnknownVersionIsNamedWithWhatToDo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.decode(new byte[] {SessionCodec.VERSION + 1, 0}))
        .withMessage(
            "session state has version 2, this release reads versions up to 1:"
                + " use the release that wrote it, or a later one");
  }

  @Test
  void setsOfMoreMentionsThanThereAreCostNoMemory() {
    BitWriter out = new BitWriter();
    out.writeBits(SessionCodec.VERSION, 8);
    out.writeSmall(1);
    out.writeLarge(0);
    out.writeLarge(0);
    out.writeLarge(1);
    out.writeLarge(1);
    out.writeSmall(1);
    IdCodec.write(out, "v");
    out.writeSmall(1);
    out.writeText("e");
    out.writeText("a");
    out.writeSmall(2000);
    for (int set = 0; set < 2000; set++) {
      out.writeSmall(60_000);
    }
    for (int i = 0; i < 20_000; i++) {
      out.writeBits(0, 8);
    }
    decodeOrRefuse(out.toByteArray());
  }

  @Provide
  Arbitrary<byte[]> large() {
    return Arbitraries.integers()
        .between(1, 3000)
        .map(
            size ->
                new SessionCodec()
                    .encode(States.of(SessionRules.batch(5000), Records.pages(size))));
  }

  private void decodeOrRefuse(byte[] bytes) {
    long before = thread.getCurrentThreadAllocatedBytes();
    try {
      assertThat(codec.decode(bytes)).isNotNull();
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
    assertThat(thread.getCurrentThreadAllocatedBytes() - before)
        .isLessThan(MEGABYTE + 1000L * bytes.length);
  }
}
