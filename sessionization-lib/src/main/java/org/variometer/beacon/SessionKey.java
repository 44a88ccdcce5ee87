package org.variometer.beacon;

import org.variometer.json.Utf8;

/**
 * Names a session.
 *
 * @param site tenant, shop or app
 * @param sessionId the session's id within the site
 */
public record SessionKey(String site, String sessionId) implements Comparable<SessionKey> {
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

  /**
   * Orders by session id, then site, each by its UTF-8 bytes. Hash maps use it too: ids chosen to
   * collide cost the logarithm of their number.
   */
  @Override
  public int compareTo(SessionKey other) {
    int bySession = Utf8.compare(sessionId, other.sessionId);
    return bySession != 0 ? bySession : Utf8.compare(site, other.site);
  }
}
