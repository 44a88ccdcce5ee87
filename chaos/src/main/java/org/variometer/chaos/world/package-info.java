/**
 * All that a campaign runs and looks at: real services, the stream and the batch in processes of
 * their own, KairosDB behind a proxy, traffic. Front door: {@link
 * org.variometer.chaos.world.World}.
 */
package org.variometer.chaos.world;
