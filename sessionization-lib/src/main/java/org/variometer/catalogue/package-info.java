/**
 * The experiments that people have described: variants and weights, times, what is to get better
 * and what must not get worse. Front doors: {@link org.variometer.catalogue.CatalogueFile} reads a
 * file, {@link org.variometer.catalogue.ExperimentCatalogue} has what it says.
 */
package org.variometer.catalogue;
