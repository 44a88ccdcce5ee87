/** Files of which readers see all or nothing: {@link org.variometer.batch.files.PublishedFile}. */
package org.variometer.batch.files;
