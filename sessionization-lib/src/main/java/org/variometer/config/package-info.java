/**
 * The configuration: HOCON, documented by {@code deploy/conf/reference.conf}, checked whole. Front
 * door: {@link org.variometer.config.VariometerConfig}.
 */
package org.variometer.config;
