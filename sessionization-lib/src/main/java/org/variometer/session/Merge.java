package org.variometer.session;

/**
 * A step of a session: what was known, and what is known now. Pieces that did not change are the
 * same objects in both.
 *
 * @param previous the state before
 * @param merged the state with what arrived
 */
public record Merge(SessionState previous, SessionState merged) {}
