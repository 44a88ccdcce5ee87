package org.variometer.stream.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.variometer.beacon.SessionKey;
import org.variometer.shard.SessionShard;
import org.variometer.spark.HomePartitioner;

/** A state of something else is no start, and it is said what it is of. */
class PremisesTest {
  private static final Layout LAYOUT = new Layout(64, 2, 0);
  private static final Premises NOW = new Premises(LAYOUT, "topic-1", "USD", "key-1");

  @Test
  void theSameAreNoDifference() {
    assertThat(NOW.difference(new Premises(new Layout(64, 2, 0), "topic-1", "USD", "key-1")))
        .isEmpty();
  }

  @Test
  void eachDifferenceIsNamed() {
    assertThat(NOW.difference(new Premises(new Layout(32, 2, 4), "topic-1", "USD", "key-1")))
        .isEqualTo(
            "has 32 shards and 2 meters, sessions by 4 partitions, the configuration asks for 64"
                + " shards and 2 meters, sessions in any partition");
    assertThat(NOW.difference(new Premises(LAYOUT, "topic-2", "USD", "key-1")))
        .isEqualTo("is of another topic of that name, before it was made anew");
    assertThat(NOW.difference(new Premises(LAYOUT, "topic-1", "EUR", "key-1")))
        .isEqualTo("has amounts in EUR, the configuration asks for USD");
    assertThat(NOW.difference(new Premises(LAYOUT, "topic-1", "USD", "key-2")))
        .isEqualTo("was taken with another key of the visitors' hash: its visitors are others");
  }

  @Test
  void aSessionsShardIsOneOfThoseThatLiveWhereItsRecordsCome() {
    Layout anywhere = new Layout(64, 2, 0);
    Layout atHome = new Layout(64, 2, 3);
    HomePartitioner homes = new HomePartitioner(3, 21);
    Set<Integer> partitions = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      SessionKey session = new SessionKey("shop", "session-" + i);
      long hash = -7L * i;
      byte[] key = session.sessionId().getBytes(UTF_8);
      int partition = Utils.toPositive(Utils.murmur2(key)) % 3;
      assertThat(Layout.home(session, 3)).isEqualTo(partition);
      assertThat(anywhere.shardOf(hash, session)).isEqualTo(SessionShard.of(hash, 64));
      assertThat(atHome.shardOf(hash, session))
          .isEqualTo(homes.firstShard(partition) + SessionShard.of(hash, 21));
      partitions.add(homes.getPartition(atHome.shardOf(hash, session)));
    }
    assertThat(partitions).containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void whereSessionsHaveHomesEachPartitionHasShardsOfItsOwn() {
    assertThat(new Layout(64, 2, 0).allShards()).isEqualTo(64);
    assertThat(new Layout(64, 2, 3).allShards()).isEqualTo(63);
    assertThat(new Layout(2, 2, 3).allShards()).isEqualTo(3);
  }
}
