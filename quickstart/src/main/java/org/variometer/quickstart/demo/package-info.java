/**
 * Everything on one machine: services, traffic, the stream, a live table, and a verdict. Front
 * door: {@link org.variometer.quickstart.demo.Demo}.
 */
package org.variometer.quickstart.demo;
