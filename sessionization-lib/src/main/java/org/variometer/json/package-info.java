/**
 * A strict, garbage-free reader of one JSON object in a byte array. Front door: {@link
 * org.variometer.json.JsonCursor}.
 */
package org.variometer.json;
