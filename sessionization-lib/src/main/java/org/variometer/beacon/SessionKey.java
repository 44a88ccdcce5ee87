package org.variometer.beacon;

/**
 * Names a session.
 *
 * @param site tenant, shop or app
 * @param sessionId the session's id within the site
 */
public record SessionKey(String site, String sessionId) {}
