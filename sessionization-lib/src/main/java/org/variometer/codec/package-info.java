/**
 * Bytes of what goes from task to task or is kept: {@link org.variometer.codec.ByteWriter} and its
 * mirror {@link org.variometer.codec.ByteReader}.
 */
package org.variometer.codec;
