/**
 * The stream's rolling metrics (spec §4): how many visitors were seen within the last hour, day, or
 * in several variants within half a day. Front door: {@link
 * org.variometer.rolling.RollingVisitors}.
 */
package org.variometer.rolling;
