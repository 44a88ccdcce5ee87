/**
 * Seeded shop traffic with known truth: visits are planned with everything that happens to them on
 * their way, counted as planned and written in order of arrival. Nothing here knows the project's
 * core, so that the truth can be held against it.
 */
package org.variometer.quickstart.generator;
