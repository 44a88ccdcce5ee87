package org.variometer.config;

import java.time.Duration;

/**
 * How ZooKeeper is reached.
 *
 * @param connect one or more {@code host:port}, with commas between
 * @param root the node below which everything of Variometer's lies
 * @param sessionTimeout how long a client may be silent
 * @param connectTimeout how long it may take to connect
 */
public record ZooKeeperSettings(
    String connect, String root, Duration sessionTimeout, Duration connectTimeout) {}
