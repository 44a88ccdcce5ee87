package org.variometer.chaos.agent;

/**
 * A method of what is under test.
 *
 * @param type the binary name of its class
 * @param method its name, of all of its overloads
 */
record Place(String type, String method) {}
