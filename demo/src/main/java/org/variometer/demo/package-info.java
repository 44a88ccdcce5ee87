/**
 * Everything on one machine: services, traffic, the stream, the batch, a live table, and a verdict.
 * Front door: {@link org.variometer.demo.Demo}.
 */
package org.variometer.demo;
