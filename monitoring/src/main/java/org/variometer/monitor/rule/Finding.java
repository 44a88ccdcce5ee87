package org.variometer.monitor.rule;

/**
 * Something that was found wrong in one check.
 *
 * @param signal what
 * @param detail how wrong, in words
 */
public record Finding(Signal signal, String detail) {}
