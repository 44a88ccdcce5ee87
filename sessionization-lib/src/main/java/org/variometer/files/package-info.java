/** Files of which readers see all or nothing: {@link org.variometer.files.PublishedFile}. */
package org.variometer.files;
