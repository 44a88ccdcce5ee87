/** The batch app: what landed of the log, slot by slot (spec §5). */
package org.variometer.batch;
