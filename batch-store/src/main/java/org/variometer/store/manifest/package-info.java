/**
 * Which slots are published, and of which files each of them consists. Front door: {@link
 * org.variometer.store.manifest.Manifests}.
 */
package org.variometer.store.manifest;
