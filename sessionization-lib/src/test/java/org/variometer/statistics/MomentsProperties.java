package org.variometer.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/** Sums are exact, in any order and however they were merged. */
class MomentsProperties {
  private record Visitor(long x, long y) {}

  @Property
  void sumsAreThoseOfIntegersWithoutBounds(@ForAll("visitors") List<Visitor> visitors) {
    PairMoments moments = moments(visitors);
    assertThat(moments.visitors()).isEqualTo(visitors.size());
    assertThat(moments.x().sum()).isEqualTo(sum(visitors, Visitor::x, v -> 1));
    assertThat(moments.x().squares()).isEqualTo(sum(visitors, Visitor::x, Visitor::x));
    assertThat(moments.y().sum()).isEqualTo(sum(visitors, Visitor::y, v -> 1));
    assertThat(moments.y().squares()).isEqualTo(sum(visitors, Visitor::y, Visitor::y));
    assertThat(moments.products()).isEqualTo(sum(visitors, Visitor::x, Visitor::y));
  }

  @Property
  void anyOrderAndAnyPartsAreTheSameBitForBit(
      @ForAll("visitors") List<Visitor> visitors, @ForAll long seed) {
    Random random = new Random(seed);
    List<Visitor> shuffled = new ArrayList<>(visitors);
    Collections.shuffle(shuffled, random);
    PairMoments left = new PairMoments();
    PairMoments right = new PairMoments();
    shuffled.forEach(v -> (random.nextBoolean() ? left : right).add(v.x, v.y));
    right.addAll(left);
    assertThat(bytes(right)).isEqualTo(bytes(moments(visitors)));
  }

  @Property
  void whatIsWrittenIsRead(@ForAll("visitors") List<Visitor> visitors) {
    byte[] bytes = bytes(moments(visitors));
    PairMoments read = new PairMoments();
    read.addFrom(new ByteReader(bytes));
    assertThat(bytes(read)).isEqualTo(bytes);
  }

  @Property
  void covariatesMergeAndAreReadToo(@ForAll("visitors") List<Visitor> visitors, @ForAll long seed) {
    Random random = new Random(seed);
    CovariateMoments whole = new CovariateMoments();
    CovariateMoments left = new CovariateMoments();
    CovariateMoments right = new CovariateMoments();
    for (Visitor visitor : visitors) {
      CovariateMoments part = random.nextBoolean() ? left : right;
      if (random.nextBoolean()) {
        whole.add(visitor.x, visitor.y);
        part.add(visitor.x, visitor.y);
      } else {
        whole.add(visitor.x);
        part.add(visitor.x);
      }
    }
    CovariateMoments read = new CovariateMoments();
    read.addFrom(new ByteReader(bytes(left)));
    right.addAll(read);
    assertThat(bytes(right)).isEqualTo(bytes(whole));
    assertThat(right.visitors()).isEqualTo(visitors.size());
  }

  @Test
  void millionsOfTheGreatestValuesDoNotOverflow() {
    Moments moments = new Moments();
    for (int i = 0; i < 1_000; i++) {
      moments.add(Long.MIN_VALUE);
    }
    for (int doublings = 0; doublings < 20; doublings++) {
      moments.addAll(moments);
    }
    BigInteger visitors = BigInteger.valueOf(1_000L << 20);
    assertThat(moments.visitors()).isEqualTo(visitors.longValueExact());
    assertThat(moments.sum()).isEqualTo(BigInteger.valueOf(Long.MIN_VALUE).multiply(visitors));
    assertThat(moments.squares()).isEqualTo(BigInteger.TWO.pow(126).multiply(visitors));
  }

  @Provide
  Arbitrary<List<Visitor>> visitors() {
    Arbitrary<Long> value =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.longs()),
            Tuple.of(2, Arbitraries.longs().between(-3, 3)),
            Tuple.of(1, Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, -(1L << 32))));
    return Combinators.combine(value, value).as(Visitor::new).list().ofMaxSize(40);
  }

  private static PairMoments moments(List<Visitor> visitors) {
    PairMoments moments = new PairMoments();
    visitors.forEach(v -> moments.add(v.x, v.y));
    return moments;
  }

  private static BigInteger sum(
      List<Visitor> visitors, ToLongFunction<Visitor> first, ToLongFunction<Visitor> second) {
    return visitors.stream()
        .map(
            v ->
                BigInteger.valueOf(first.applyAsLong(v))
                    .multiply(BigInteger.valueOf(second.applyAsLong(v))))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static byte[] bytes(PairMoments moments) {
    ByteWriter out = new ByteWriter(128);
    moments.writeTo(out);
    return out.toByteArray();
  }

  private static byte[] bytes(CovariateMoments moments) {
    ByteWriter out = new ByteWriter(128);
    moments.writeTo(out);
    return out.toByteArray();
  }
}
