package org.variometer.chaos.world;

import java.util.Optional;

/**
 * What faults happen to.
 *
 * @param world all around it
 * @param stream the stream
 * @param slots the batch, if it runs beside the stream
 */
public record Layers(World world, SupervisedStream stream, Optional<SlotRunner> slots) {}
