package org.variometer.batch.landing;

import java.util.List;
import java.util.SortedMap;
import org.apache.spark.api.java.JavaRDD;

/**
 * The records of a slot that has landed.
 *
 * @param records those that can be read
 * @param offsets by partition of the log the first offset and that behind the last
 * @param topic Kafka's id of the topic of these offsets; empty if that is not known
 * @param lost how many records at least there should be besides
 * @param begin buckets that begin before it can't be computed, ms since the epoch; only of the
 *     first slot of all
 * @param seconds how long they took to land
 */
public record LandedRecords(
    JavaRDD<LandedRecord> records,
    SortedMap<Integer, List<Long>> offsets,
    String topic,
    long lost,
    long begin,
    double seconds) {}
