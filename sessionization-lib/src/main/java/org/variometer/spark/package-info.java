/**
 * What both apps do to RDDs, each step a few lines around the core, and how its values travel.
 * Front door: {@link org.variometer.spark.Rules}, from which every step is made.
 */
package org.variometer.spark;
