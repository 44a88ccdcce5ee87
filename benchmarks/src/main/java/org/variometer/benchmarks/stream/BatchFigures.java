package org.variometer.benchmarks.stream;

/**
 * What a micro-batch did and took.
 *
 * @param records records read
 * @param processingMillis from the start of its work to the end
 * @param waitMillis from its time until its work began: the scheduling delay
 * @param sessions sessions held after it
 * @param points points written
 * @param gcMillis pauses of garbage collection meanwhile
 * @param cpuMillis processor time of the stream's JVM since the end of the one before
 * @param heapBytes heap used at its end, garbage included
 */
record BatchFigures(
    long records,
    long processingMillis,
    long waitMillis,
    long sessions,
    int points,
    long gcMillis,
    long cpuMillis,
    long heapBytes) {

  double recordsPerSecond() {
    return 1000.0 * records / Math.max(1, processingMillis);
  }

  double recordsPerCpuSecond() {
    return 1000.0 * records / Math.max(1, cpuMillis);
  }
}
