package org.variometer.catalogue;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The fields of a block, and where it stands.
 *
 * @param prefix the block's path with a dot behind it
 * @param object its fields
 * @param errors takes what is wrong
 */
record Fields(String prefix, ConfigObject object, Errors errors) {

  /** Notes every field that is none of these. */
  void allowOnly(Set<String> names) {
    new TreeMap<>(object)
        .forEach(
            (name, value) -> {
              if (!names.contains(name)) {
                errors.add(
                    prefix + name,
                    value,
                    "no such key; there are " + String.join(", ", new TreeSet<>(names)));
              }
            });
  }

  /** A field's value; null where it is absent, or null itself. */
  ConfigValue value(String name) {
    ConfigValue value = object.get(name);
    return value == null || value.valueType() == ConfigValueType.NULL ? null : value;
  }

  boolean has(String name) {
    return value(name) != null;
  }

  /** Notes that a field is not what is allowed. */
  void reject(String name, String allowed) {
    errors.add(prefix + name, object.get(name), "expected " + allowed);
  }

  /** Notes that an element of a list is not what is allowed. */
  void reject(String name, int index, ConfigValue value, String allowed) {
    errors.add(prefix + name + "[" + index + "]", value, "expected " + allowed);
  }

  /** A text; empty where it is wrong. */
  String text(String name, Predicate<String> good, String allowed) {
    if (value(name) != null && value(name).unwrapped() instanceof String text && good.test(text)) {
      return text;
    }
    reject(name, allowed);
    return "";
  }

  /** A number in a range, both ends in it; {@code max} where it is wrong. */
  double number(String name, double min, double max, String allowed) {
    if (value(name) != null && value(name).unwrapped() instanceof Number number) {
      double found = number.doubleValue();
      if (found >= min && found <= max) {
        return found;
      }
    }
    reject(name, allowed);
    return max;
  }

  /** True or false; false where it is absent, or wrong. */
  boolean bool(String name) {
    if (has(name) && !(value(name).unwrapped() instanceof Boolean)) {
      reject(name, "true or false");
    }
    return has(name) && value(name).unwrapped() instanceof Boolean set && set;
  }

  /** The elements of a list; none where it is absent, or wrong. */
  List<ConfigValue> list(String name, String allowed) {
    if (value(name) instanceof ConfigList list) {
      return list;
    }
    if (has(name)) {
      reject(name, allowed);
    }
    return List.of();
  }
}
