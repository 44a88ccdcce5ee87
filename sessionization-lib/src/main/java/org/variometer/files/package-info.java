/**
 * Files of which readers see all or nothing: {@link org.variometer.files.PublishedFile}. What is
 * damaged is told from what can't be read now: {@link org.variometer.files.DamagedException}.
 */
package org.variometer.files;
