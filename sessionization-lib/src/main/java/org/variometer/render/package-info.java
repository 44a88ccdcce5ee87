/**
 * A report in the forms in which people and programs read it: text, JSON, CSV, and HTML in one
 * file. Computes nothing. Front doors: {@link org.variometer.render.TextReport}, {@link
 * org.variometer.render.JsonReport}, {@link org.variometer.render.CsvReport}, {@link
 * org.variometer.render.HtmlReport}.
 */
package org.variometer.render;
