package org.variometer.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.SessionKey;
import org.variometer.session.SessionCodec;
import org.variometer.session.SessionMerger;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;

/**
 * How many bytes a session of 20 beacons takes, serialized and without its key.
 *
 * @param min the least
 * @param median the median
 * @param max the greatest
 */
record StateSize(int min, int median, int max) {

  static StateSize measure() {
    BeaconDecoder decoder = new BeaconDecoder(Workload.rules());
    Map<SessionKey, List<BeaconRecord>> sessions = new HashMap<>();
    Workload workload = new Workload(7);
    for (int i = 0; i < Workload.BEACONS; i++) {
      BeaconRecord record = workload.decode(decoder, i);
      sessions.computeIfAbsent(record.session(), key -> new ArrayList<>()).add(record);
    }
    SessionMerger merger = new SessionMerger(SessionRules.stream(5000));
    SessionCodec codec = new SessionCodec();
    int[] sizes =
        sessions.values().stream()
            .mapToInt(
                records -> codec.encode(merger.merge(SessionState.EMPTY, records).merged()).length)
            .sorted()
            .toArray();
    return new StateSize(sizes[0], sizes[sizes.length / 2], sizes[sizes.length - 1]);
  }

  /** Bytes of JSON in a beacon of the workload: least, median, greatest. */
  static StateSize ofBeacons() {
    Workload workload = new Workload(7);
    int[] sizes = IntStream.range(0, Workload.BEACONS).map(workload::length).sorted().toArray();
    return new StateSize(sizes[0], sizes[sizes.length / 2], sizes[sizes.length - 1]);
  }
}
