package org.variometer.quickstart.generator;

import java.util.Arrays;

/**
 * The open sessions in the order of their next record's arrival; on a tie the session planned first
 * goes first. Its size follows the sessions that are open, not the length of the run.
 */
final class ArrivalQueue {
  private OpenSession[] sessions = new OpenSession[256];
  private long[] arrivals = new long[256];
  private long[] numbers = new long[256];
  private int size;
  private int largest;
  private long added;

  boolean isEmpty() {
    return size == 0;
  }

  /** The greatest number of sessions that were open at once. */
  int largest() {
    return largest;
  }

  /** Arrival of the first record, ms since epoch. */
  long firstArrival() {
    return arrivals[0];
  }

  OpenSession first() {
    return sessions[0];
  }

  void add(OpenSession session) {
    if (size == sessions.length) {
      sessions = Arrays.copyOf(sessions, size * 2);
      arrivals = Arrays.copyOf(arrivals, size * 2);
      numbers = Arrays.copyOf(numbers, size * 2);
    }
    int at = size++;
    largest = Math.max(largest, size);
    long arrival = session.current().arrival();
    long number = added++;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!precedes(arrival, number, parent)) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    put(at, session, arrival, number);
  }

  /** Leaves the first record behind. */
  void advance() {
    OpenSession session = sessions[0];
    if (session.advance()) {
      sink(session, session.current().arrival(), numbers[0]);
      return;
    }
    size--;
    OpenSession last = sessions[size];
    sessions[size] = null;
    if (size > 0) {
      sink(last, arrivals[size], numbers[size]);
    }
  }

  private void sink(OpenSession session, long arrival, long number) {
    int at = 0;
    int child = 1;
    while (child < size) {
      if (child + 1 < size && precedes(arrivals[child + 1], numbers[child + 1], child)) {
        child++;
      }
      if (precedes(arrival, number, child)) {
        break;
      }
      move(child, at);
      at = child;
      child = 2 * at + 1;
    }
    put(at, session, arrival, number);
  }

  private boolean precedes(long arrival, long number, int other) {
    return arrival < arrivals[other] || (arrival == arrivals[other] && number < numbers[other]);
  }

  private void move(int from, int to) {
    sessions[to] = sessions[from];
    arrivals[to] = arrivals[from];
    numbers[to] = numbers[from];
  }

  private void put(int at, OpenSession session, long arrival, long number) {
    sessions[at] = session;
    arrivals[at] = arrival;
    numbers[at] = number;
  }
}
