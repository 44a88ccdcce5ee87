package org.variometer.stream;

import java.net.URI;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** This machine's disk under a scheme that Hadoop does not know by itself. */
public final class OwnScheme extends RawLocalFileSystem {
  static final String SCHEME = "own";

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }
}
