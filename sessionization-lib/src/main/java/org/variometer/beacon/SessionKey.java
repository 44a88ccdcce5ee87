package org.variometer.beacon;

/**
 * Names a session.
 *
 * @param site tenant, shop or app
 * @param sessionId the session's id within the site
 */
public record SessionKey(String site, String sessionId) {
  // Written out: looked up for every beacon, and the generated ones are slower.
  @Override
  public boolean equals(Object other) {
    return other instanceof SessionKey that
        && sessionId.equals(that.sessionId)
        && site.equals(that.site);
  }

  @Override
  public int hashCode() {
    return 31 * sessionId.hashCode() + site.hashCode();
  }
}
