package org.variometer.oracle;

import static org.variometer.oracle.DraftArbitraries.HOUR;
import static org.variometer.oracle.DraftArbitraries.MIDNIGHT;
import static org.variometer.oracle.DraftArbitraries.MINUTE;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Small scenes, each around one hard part of SPEC §2 and §3, in a session of its own. */
final class SceneArbitraries {

  private SceneArbitraries() {}

  /** When a beacon happens and when it arrives, from the scene's begin; whose id it has. */
  private record Cue(String beaconId, long time, long arrival) {}

  static Arbitrary<List<Draft>> scene() {
    return Arbitraries.oneOf(
        memory(), joinedVisits(), bridgedPieces(), sameMillisecond(), orderInTwoVisits());
  }

  /** Arrivals 72 h 40 min apart: the batch's memory. */
  private static Arbitrary<List<Draft>> memory() {
    return Combinators.combine(DraftArbitraries.beside(), Arbitraries.of("m1", "m2"))
        .as(
            (beside, id) -> {
              long second = 20 * MINUTE + 72 * HOUR + 40 * MINUTE + beside;
              return List.of(
                  new Cue("m1", 0, 0),
                  new Cue("m3", 20 * MINUTE, 20 * MINUTE),
                  new Cue(id, HOUR + 1, second),
                  new Cue("m4", 96 * MINUTE, second + 35 * MINUTE + beside));
            })
        .flatMap(cues -> played("far", cues));
  }

  /** A late beacon lies between two visits and joins both, or misses one by a millisecond. */
  private static Arbitrary<List<Draft>> joinedVisits() {
    return Combinators.combine(DraftArbitraries.beside(), DraftArbitraries.beside())
        .as(
            (left, right) ->
                List.of(
                    new Cue("j1", 0, 0),
                    new Cue("j2", 70 * MINUTE + right, 80 * MINUTE),
                    new Cue("j3", 35 * MINUTE + left, 100 * MINUTE)))
        .flatMap(cues -> played("join", cues));
  }

  /** A duplicate arrives in between and keeps the stream's session together, or just fails to. */
  private static Arbitrary<List<Draft>> bridgedPieces() {
    return Combinators.combine(DraftArbitraries.beside(), DraftArbitraries.beside())
        .as(
            (first, second) ->
                List.of(
                    new Cue("d1", 0, MINUTE),
                    new Cue("d1", 0, 36 * MINUTE + first),
                    new Cue("d2", 2 * MINUTE, 71 * MINUTE + second)))
        .flatMap(cues -> played("bridge", cues));
  }

  /** Several beacons in one millisecond: the hashes decide. */
  private static Arbitrary<List<Draft>> sameMillisecond() {
    return Arbitraries.of("p", "q", "r", "t", "u", "\u00fc", "Nobody inspects the spammish hash")
        .list()
        .ofMinSize(2)
        .ofMaxSize(5)
        .map(ids -> ids.stream().map(id -> new Cue(id, 0, 0)).toList())
        .flatMap(cues -> played("tie", cues));
  }

  /** The session goes on two hours later; its begin arrives in time or together with the rest. */
  private static Arbitrary<List<Draft>> orderInTwoVisits() {
    return Arbitraries.of(0L, 90 * MINUTE)
        .map(
            late ->
                List.of(
                    new Cue("t1", 0, late),
                    new Cue("t2", MINUTE, MINUTE + late),
                    new Cue("t3", 2 * HOUR, 2 * HOUR),
                    new Cue("t4", 2 * HOUR + MINUTE, 2 * HOUR + MINUTE)))
        .flatMap(cues -> played("again", cues));
  }

  private static Arbitrary<List<Draft>> played(String sessionId, List<Cue> cues) {
    Arbitrary<Boolean> orders = Arbitraries.of(true, false);
    Arbitrary<Long> begins = Arbitraries.of(-2 * HOUR, -20 * MINUTE, 0L);
    Arbitrary<Tuple.Tuple2<Draft, Boolean>> player =
        Combinators.combine(DraftArbitraries.draft(), Arbitraries.of(true, false, false))
            .as(Tuple::of);
    return Combinators.combine(player.list().ofSize(cues.size()), begins, orders)
        .as(
            (players, begin, sameOrder) -> {
              List<Draft> scene = new ArrayList<>();
              for (int i = 0; i < cues.size(); i++) {
                Draft draft = players.get(i).get1();
                boolean kafka = players.get(i).get2();
                scene.add(cast(draft, cues.get(i), sessionId, MIDNIGHT + begin, kafka, sameOrder));
              }
              return scene;
            });
  }

  private static Draft cast(
      Draft draft, Cue cue, String sessionId, long begin, boolean kafka, boolean sameOrder) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("beaconId", cue.beaconId());
    fields.put("sessionId", sessionId);
    fields.put("site", Draft.ABSENT);
    if (sameOrder && "order".equals(draft.fields().get("type"))) {
      fields.put("order", Map.of("id", "o1", "revenue", "20.00"));
    }
    return draft.with(fields).at(begin + cue.time(), begin + cue.arrival(), kafka);
  }
}
