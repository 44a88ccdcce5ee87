/**
 * Snapshots of the stream's state with the offsets that belong to it, which outlive an upgrade
 * (spec §7): {@link org.variometer.stream.snapshot.Snapshots} has those of a stream.
 */
package org.variometer.stream.snapshot;
