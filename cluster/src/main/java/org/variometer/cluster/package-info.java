/**
 * What production has, on one machine: two regions with their own Kafka and Spark cluster, one
 * ZooKeeper and KairosDB, batch and monitors, all by the delivered scripts. Front door: {@link
 * org.variometer.cluster.ClusterCommand}.
 */
package org.variometer.cluster;
