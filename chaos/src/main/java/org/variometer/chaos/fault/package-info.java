/** What can go wrong, each by a name. Front door: {@link org.variometer.chaos.fault.FaultKind}. */
package org.variometer.chaos.fault;
