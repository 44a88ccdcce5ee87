package org.variometer.demo;

import com.typesafe.config.Config;

/**
 * What a demo is to do.
 *
 * @param config the configuration, over which the demo lays where its own services are
 * @param events records to send, over hours of event time that pass in a minute or two; 0 for
 *     traffic in real time without end
 * @param exit whether to compare and end when all records are processed
 */
public record DemoOptions(Config config, long events, boolean exit) {}
