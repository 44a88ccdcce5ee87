/**
 * What a SPARK_HOME has beside Spark's own jars, for a cluster that asks who comes
 * (docs/SECURITY.md): a filter of its pages, and how to submit without giving Spark's secret away.
 */
package org.variometer.guard;
