/** What {@code ./variometer} runs. Front door: {@link org.variometer.cli.Main}. */
package org.variometer.cli;
