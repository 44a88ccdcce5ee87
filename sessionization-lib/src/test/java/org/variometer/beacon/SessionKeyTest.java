package org.variometer.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Session ids come from clients, who may choose them to collide. */
class SessionKeyTest {

  @Test
  void idsThatCollideStillHaveAnOrderByWhichMapsFindThem() {
    List<SessionKey> keys = new ArrayList<>();
    for (int i = 0; i < 1 << 12; i++) {
      StringBuilder id = new StringBuilder();
      for (int bit = 0; bit < 12; bit++) {
        id.append(((i >> bit) & 1) == 0 ? "Aa" : "BB");
      }
      keys.add(new SessionKey("shop", id.toString()));
    }
    assertThat(keys).extracting(SessionKey::hashCode).containsOnly(keys.get(0).hashCode());
    assertThat(keys.stream().sorted().distinct()).hasSameSizeAs(keys);
    Map<SessionKey, Integer> map = new HashMap<>();
    keys.forEach(key -> map.merge(key, 1, Integer::sum));
    assertThat(map).hasSameSizeAs(keys).containsValues(1);
  }

  @Test
  void theOrderIsByIdThenSiteAndAgreesWithEquality() {
    SessionKey a = new SessionKey("shop", "a");
    assertThat(a).isLessThan(new SessionKey("outlet", "b")).isGreaterThan(key("outlet", "a"));
    assertThat(a).isEqualByComparingTo(key("shop", "a")).isEqualTo(key("shop", "a"));
  }

  private static SessionKey key(String site, String sessionId) {
    return new SessionKey(site, sessionId);
  }
}
