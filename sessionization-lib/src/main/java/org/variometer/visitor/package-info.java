/**
 * What is known of each visitor on each UTC day, and how many visitors that makes (spec §4). Front
 * doors: {@link org.variometer.visitor.VisitorDays} gathers what visits contribute, {@link
 * org.variometer.visitor.VisitorDay} is added to what was known.
 */
package org.variometer.visitor;
