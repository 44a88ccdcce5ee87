package org.variometer.demo;

import com.typesafe.config.Config;
import org.variometer.quickstart.generator.GeneratorSettings;

/**
 * What a demo is to do.
 *
 * @param config the configuration, over which the demo lays where its own services are
 * @param traffic what to generate: {@link #trafficOver} over what is configured
 * @param events records to send, over hours of event time that pass in a minute or two; 0 for
 *     traffic in real time without end
 * @param exit whether to compare and end when all records are processed
 */
public record DemoOptions(Config config, GeneratorSettings traffic, long events, boolean exit) {

  /**
   * What the demo decides of its traffic, over what is configured.
   *
   * @param events as in {@link #events}
   */
  public static Config trafficOver(long events) {
    return DemoConfig.traffic(events);
  }
}
