/**
 * KairosDB, where the series are kept: written so that no acknowledged point is lost or overtaken
 * by an older one, and read back. Front doors: {@link org.variometer.kairos.KairosWriter} and
 * {@link org.variometer.kairos.KairosReader}.
 */
package org.variometer.kairos;
