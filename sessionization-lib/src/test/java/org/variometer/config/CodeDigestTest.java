package org.variometer.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeDigestTest {
  private static final Map<String, String> CODE =
      new TreeMap<>(Map.of("a/One.class", "one", "a/b/Two.class", "two", "c.conf", "settings"));

  @TempDir private Path folder;

  @Test
  void codeInAJarIsThatOfTheFolderItWasPackedFrom() throws IOException {
    String packed = CodeDigest.of(List.of(jar("packed.jar", CODE)));
    assertThat(packed).hasSize(16).isEqualTo(CodeDigest.of(List.of(folder("folder", CODE))));
    Map<String, String> signed = new TreeMap<>(CODE);
    signed.put("META-INF/MANIFEST.MF", "Created-By: somebody");
    assertThat(CodeDigest.of(List.of(jar("signed.jar", signed)))).isEqualTo(packed);
  }

  @Test
  void whateverChangesInItIsOtherCode() throws IOException {
    String before = CodeDigest.of(List.of(folder("before", CODE)));
    Map<String, String> changed = new TreeMap<>(CODE);
    changed.put("a/b/Two.class", "too");
    assertThat(CodeDigest.of(List.of(folder("changed", changed)))).isNotEqualTo(before);
    Map<String, String> moved = new TreeMap<>(CODE);
    moved.put("a/Two.class", moved.remove("a/b/Two.class"));
    assertThat(CodeDigest.of(List.of(folder("moved", moved)))).isNotEqualTo(before);
  }

  @Test
  void theCodeThatRunsHasOne() throws IOException {
    assertThat(CodeDigest.of(Release.class, CodeDigest.class))
        .isEqualTo(CodeDigest.of(Release.class))
        .isNotEqualTo(CodeDigest.of(Release.class, CodeDigestTest.class));
  }

  private Path folder(String name, Map<String, String> files) throws IOException {
    Path root = folder.resolve(name);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return root;
  }

  private Path jar(String name, Map<String, String> files) throws IOException {
    Path path = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(path);
        ZipOutputStream jar = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        jar.putNextEntry(new ZipEntry(file.getKey()));
        jar.write(file.getValue().getBytes(UTF_8));
      }
    }
    return path;
  }
}
