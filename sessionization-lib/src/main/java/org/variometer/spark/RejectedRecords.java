package org.variometer.spark;

import org.variometer.beacon.RejectReason;

/** Takes the records that are no beacons, each with its payload, so that nothing is lost. */
@FunctionalInterface
public interface RejectedRecords<R> {
  /** Takes one of them. */
  void reject(R record, RejectReason reason);
}
