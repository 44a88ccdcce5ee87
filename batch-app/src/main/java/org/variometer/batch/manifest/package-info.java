/**
 * Which slots are published, and of which files each of them consists. Front door: {@link
 * org.variometer.batch.manifest.Manifests}.
 */
package org.variometer.batch.manifest;
