/** The deployment as production has it: SPARK_HOME, its scripts, the application jar, the units. */
package org.variometer.deploy;
