/**
 * What the apps keep in ZooKeeper to agree with each other: who may write, and through where
 * buckets are the batch's (spec §5, §7). Front doors: {@link org.variometer.control.Lease}, {@link
 * org.variometer.control.Seal} and, for the batch, {@link org.variometer.control.HandOver}.
 */
package org.variometer.control;
