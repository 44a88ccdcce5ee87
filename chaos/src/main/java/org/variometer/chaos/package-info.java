/**
 * The fault campaign: shows, or refutes, that whatever dies, whenever, numbers end right. Front
 * door: {@link org.variometer.chaos.ChaosCommand}.
 */
package org.variometer.chaos;
