/**
 * Changes a process under test from outside: lets it die at a named point, or leaves a step of
 * safety out, by rewriting its methods when they are loaded. Front door: {@link
 * org.variometer.chaos.agent.Agent}.
 */
package org.variometer.chaos.agent;
