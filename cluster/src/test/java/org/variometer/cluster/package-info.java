/** Tests of {@link org.variometer.cluster}. */
package org.variometer.cluster;
