package org.variometer.catalogue;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import org.variometer.config.ConfigurationException;

/** What is wrong with a catalogue. */
final class Errors {
  private final List<String> lines = new ArrayList<>();

  /** Notes what is wrong at a path: the value, where it stands and what is to be there. */
  void add(String path, ConfigValue value, String advice) {
    String found =
        value == null ? "absent" : value.unwrapped() + " (" + value.origin().description() + ")";
    lines.add(path + ": " + found + "; " + advice);
  }

  /** The fields of a block; none, with an error, where there is no block. */
  Fields block(String path, ConfigValue value) {
    if (value instanceof ConfigObject object) {
      return new Fields(path + ".", object, this);
    }
    add(path, value, "expected a block {…}");
    return new Fields(path + ".", ConfigFactory.empty().root(), new Errors());
  }

  void throwIfAny() {
    if (!lines.isEmpty()) {
      throw new ConfigurationException(lines);
    }
  }
}
