package org.variometer.stream.slot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.variometer.beacon.SessionKey;
import org.variometer.codec.ByteWriter;
import org.variometer.files.DamagedException;
import org.variometer.shard.StateOfSlot;
import org.variometer.store.rows.StateRow;
import org.variometer.stream.snapshot.Layout;
import scala.Tuple2;

/**
 * Reads the sessions of a bucket of the batch's that can still change, and gives every shard its
 * part of them, in bytes.
 */
final class ReadSessions implements PairFlatMapFunction<byte[], Integer, byte[]> {
  private static final long serialVersionUID = 1L;

  private final String root;
  private final Layout layout;
  private final SlotEnd end;

  /**
   * Reads from the batch's directory.
   *
   * @param layout into what shards sessions are divided
   * @param end where the slot ends
   */
  ReadSessions(String root, Layout layout, SlotEnd end) {
    this.root = root;
    this.layout = layout;
    this.end = end;
  }

  @Override
  public Iterator<Tuple2<Integer, byte[]>> call(byte[] files) throws IOException {
    StateOfSlot state = end.state();
    Map<SessionKey, StateRow> newest = new HashMap<>();
    // A session's newest row is of its latest arrival: what an older one says is not missed.
    TableRows.find(
        root,
        files,
        StateRow.TABLE,
        StateRow.LAST_ARRIVAL,
        arrival -> arrival >= state.oldestHeld(),
        row -> newest.merge(row.session(), row, StateRow.TABLE::newest));
    List<StateOfSlot.Sessions> shards = new ArrayList<>();
    for (int shard = 0; shard < layout.allShards(); shard++) {
      shards.add(state.new Sessions());
    }
    for (StateRow row : newest.values()) {
      try {
        shards
            .get(layout.shardOf(row.hash(), row.session()))
            .add(row.hash(), row.session(), row.state());
      } catch (IllegalArgumentException e) {
        throw new DamagedException(
            "the state of session "
                + row.session()
                + " of slot "
                + row.origin().slot()
                + " can't be understood: "
                + e.getMessage(),
            e);
      }
    }
    List<Tuple2<Integer, byte[]>> parts = new ArrayList<>();
    for (StateOfSlot.Sessions shard : shards) {
      ByteWriter out = new ByteWriter(1024);
      shard.build().writeTo(out);
      parts.add(new Tuple2<>(parts.size(), out.toByteArray()));
    }
    return parts.iterator();
  }
}
