/** Measures the library. Front door: {@link org.variometer.benchmarks.BenchCommand}. */
package org.variometer.benchmarks;
