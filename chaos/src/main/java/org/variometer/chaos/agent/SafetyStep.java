package org.variometer.chaos.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A step that keeps numbers right when something goes wrong, which can be left out to see that they
 * are wrong then: a campaign that finds nothing has to be one that would have.
 */
public enum SafetyStep {
  CHECKPOINT_FIRST(
      "nothing of a micro-batch goes out before the checkpoint that names its offsets is kept",
      Answer.NOTHING,
      "org.variometer.stream.Checkpoints",
      "await"),
  READ_BACK(
      "what KairosDB acknowledged is looked for there, and written again if it is not",
      Answer.NOTHING,
      "org.variometer.kairos.KairosWriter",
      "makeSure"),
  RECENT_READ_BACK(
      "when KairosDB was out of reach, all that was written recently is looked for there",
      Answer.NOTHING,
      "org.variometer.kairos.LookBack",
      "isDue"),
  RECONCILIATION(
      "what an earlier stream wrote is compared with what this one holds",
      Answer.FIRST_ARGUMENT,
      "org.variometer.stream.Reconciliation",
      "settle"),
  LEASE(
      "who has lost the right to write finds out before each request",
      Answer.NOTHING,
      "org.variometer.control.Lease",
      "requireHeld"),
  STOP_AT_FAILURE(
      "after a micro-batch that failed none is finished",
      Answer.NOTHING,
      "org.variometer.stream.BatchFinisher",
      "fail requireNext requireNoFailure",
      "org.variometer.stream.StreamRun",
      "watch"),
  SNAPSHOT_CHECKSUM(
      "a snapshot's state is known by its checksum to be what was written",
      Answer.NOTHING,
      "org.variometer.stream.snapshot.BlobFile",
      "checksum"),
  WHOLE_BUCKETS(
      "a bucket that is not held whole is left alone",
      Answer.NOTHING,
      "org.variometer.shard.MeterRules",
      "firstWhole"),
  DEDUPE(
      "a beacon that is there counts no second time",
      Answer.NEW_NUMBER,
      "org.variometer.beacon.BeaconDecoder",
      "hashOf"),
  HAND_OVER(
      "the batch writes no bucket before the stream has let go of it",
      Answer.NOTHING,
      "org.variometer.batch.seal.ZooKeeperTakeover",
      "take"),
  ZEROS(
      "what the stream wrote and the batch does not have becomes 0",
      Answer.EMPTY_MAP,
      "org.variometer.batch.seal.Standing",
      "read");

  private final String words;
  private final Answer answer;
  private final String places;

  /** Names classes, each with its methods behind it, a space between. */
  SafetyStep(String words, Answer answer, String... places) {
    this.words = words;
    this.answer = answer;
    this.places = String.join(" ", places);
  }

  /** What a method gives whose body is left out. */
  enum Answer {
    NOTHING(AnswerNothing.class),
    FIRST_ARGUMENT(AnswerFirstArgument.class),
    NEW_NUMBER(AnswerNewNumber.class),
    EMPTY_MAP(AnswerEmptyMap.class);

    private final Class<?> advice;

    Answer(Class<?> advice) {
      this.advice = advice;
    }

    /** What is woven in for that. */
    Class<?> advice() {
      return advice;
    }
  }

  Answer answer() {
    return answer;
  }

  /** The methods that are left out. */
  List<Place> places() {
    List<Place> found = new ArrayList<>();
    String type = "";
    for (String name : places.split(" ")) {
      if (name.contains(".")) {
        type = name;
      } else {
        found.add(new Place(type, name));
      }
    }
    return found;
  }

  /** Whether it is a step of the batch, or else of the stream. */
  public boolean isOfBatch() {
    return this == HAND_OVER || this == ZEROS;
  }

  /** What it does. */
  public String words() {
    return words;
  }

  /** What people call it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
