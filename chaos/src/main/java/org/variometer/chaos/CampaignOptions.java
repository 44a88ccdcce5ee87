package org.variometer.chaos;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.variometer.chaos.agent.SafetyStep;
import org.variometer.chaos.fault.FaultKind;
import org.variometer.quickstart.generator.GeneratorSettings;

/**
 * What a campaign is to do.
 *
 * @param seed decides traffic and faults
 * @param length for how long faults come
 * @param most how many faults come at most
 * @param kinds which ones
 * @param both whether the batch runs beside the stream
 * @param onCluster whether the stream runs on a Spark cluster
 * @param mustHappen whether a kind that does not happen makes the campaign fail
 * @param without steps of safety that stream and batch are to do without
 * @param config the configuration over which the campaign lays its own
 * @param traffic what to send
 * @param perSecond records a second
 * @param directory where everything is to lie, and to stay; empty for a temporary one
 */
record CampaignOptions(
    long seed,
    Duration length,
    int most,
    List<FaultKind> kinds,
    boolean both,
    boolean onCluster,
    boolean mustHappen,
    List<SafetyStep> without,
    Config config,
    GeneratorSettings traffic,
    long perSecond,
    Optional<Path> directory) {}
