/**
 * Sessions, their pieces and visits (spec §2), and their state as versioned bytes. Front doors:
 * {@link org.variometer.session.SessionMerger} adds records to what is known of a session, {@link
 * org.variometer.session.SessionCodec} keeps it.
 */
package org.variometer.session;
