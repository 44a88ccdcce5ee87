package org.variometer.kairos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.variometer.services.KairosService;
import org.variometer.services.ServiceOptions;

/** One real KairosDB for all tests that don't break it; it ends with the tests' process. */
public final class SharedKairos {
  private static final KairosService SERVICE = start();

  private SharedKairos() {}

  /** Where it is. */
  public static URI url() {
    return SERVICE.url();
  }

  private static KairosService start() {
    try {
      Path target = Files.createDirectories(Path.of("target"));
      KairosService service =
          new KairosService(ServiceOptions.in(Files.createTempDirectory(target, "kairosdb")));
      service.start();
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
