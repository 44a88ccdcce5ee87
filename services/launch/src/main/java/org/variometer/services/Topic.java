package org.variometer.services;

/**
 * A topic to create.
 *
 * @param name its name
 * @param partitions how many partitions it has
 */
public record Topic(String name, int partitions) {}
