package org.variometer.stream.snapshot;

/**
 * What a state was made with. It can be gone on from only with the same.
 *
 * @param layout into what parts it is divided
 * @param topic Kafka's id of the topic, which one made anew does not have
 * @param currency the code of the currency of amounts
 * @param visitorKey tells the secret of the visitors' hash from others
 */
public record Premises(Layout layout, String topic, String currency, String visitorKey) {

  /** Why a state of {@code other} can't be gone on from with these; empty if it can. */
  public String difference(Premises other) {
    if (!other.layout.equals(layout)) {
      return "has " + other.layout + ", the configuration asks for " + layout;
    }
    if (!other.topic.equals(topic)) {
      return "is of another topic of that name, before it was made anew";
    }
    if (!other.currency.equals(currency)) {
      return "has amounts in " + other.currency + ", the configuration asks for " + currency;
    }
    return other.visitorKey.equals(visitorKey)
        ? ""
        : "was taken with another key of the visitors' hash: its visitors are others";
  }
}
