package org.variometer.oracle;

import java.util.List;
import java.util.Optional;

/** Whether a required field is missing, nested ones too (SPEC §1, {@code missing_field}). */
final class Required {

  private Required() {}

  static boolean anyMissing(Json.Obj beacon) {
    for (String field : List.of("beaconId", "sessionId", "visitorId", "type")) {
      if (absentOrBlank(beacon, field)) {
        return true;
      }
    }
    if (beacon.get("timestamp").isEmpty()) {
      return true;
    }
    if (!(beacon.get("type").get() instanceof Json.Str type)) {
      return false; // of the wrong kind: nested requirements don't apply
    }
    return missingInMentions(beacon, "assigned")
        || missingInMentions(beacon, "qualified")
        || (Types.isOrder(type.text()) && missingInOrder(beacon.get("order")))
        || (Types.isEvent(type.text()) && missingInEvent(beacon.get("event")));
  }

  private static boolean missingInMentions(Json.Obj beacon, String field) {
    if (!(beacon.get(field).orElse(null) instanceof Json.Arr mentions)) {
      return false;
    }
    for (Json element : mentions.elements()) {
      if (element instanceof Json.Obj mention
          && (absentOrBlank(mention, "experiment") || absentOrBlank(mention, "variant"))) {
        return true;
      }
    }
    return false;
  }

  private static boolean missingInOrder(Optional<Json> order) {
    if (order.isEmpty()) {
      return true;
    }
    return order.get() instanceof Json.Obj details
        && (absentOrBlank(details, "id") || details.get("revenue").isEmpty());
  }

  private static boolean missingInEvent(Optional<Json> event) {
    return event.isPresent()
        && event.get() instanceof Json.Obj details
        && absentOrBlank(details, "name");
  }

  private static boolean absentOrBlank(Json.Obj object, String field) {
    Optional<Json> value = object.get(field);
    return value.isEmpty()
        || (value.get() instanceof Json.Str string && Text.isBlank(string.text()));
  }
}
