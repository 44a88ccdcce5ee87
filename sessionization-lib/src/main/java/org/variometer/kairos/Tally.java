package org.variometer.kairos;

import java.util.concurrent.atomic.LongAdder;

/** Counts what a writer or reader did, from several threads. */
final class Tally {
  final LongAdder points = new LongAdder();
  final LongAdder requests = new LongAdder();
  final LongAdder retries = new LongAdder();
  final LongAdder renewals = new LongAdder();
  final LongAdder unanswered = new LongAdder();
  final LongAdder lookBacks = new LongAdder();
  final LongAdder canariesLost = new LongAdder();
  final LongAdder pointsRewritten = new LongAdder();
  final LongAdder readBacks = new LongAdder();
}
