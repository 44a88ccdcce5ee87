package org.variometer.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A published file is there whole, once, or not at all. */
class PublishedFileTest {
  private static final byte[] CONTENT = "{\"files\": []}\n".getBytes(UTF_8);

  @TempDir private java.nio.file.Path folder;

  private PublishedFile file() throws IOException {
    return new PublishedFile(
        FileSystem.getLocal(new Configuration()), new Path(folder.resolve("a/b.json").toString()));
  }

  @Test
  void whatIsPublishedIsReadBack() throws IOException {
    assertThat(file().read()).isEmpty();
    file().publish(CONTENT);
    assertThat(file().read()).hasValueSatisfying(read -> assertThat(read).isEqualTo(CONTENT));
    PublishedFile empty =
        new PublishedFile(
            FileSystem.getLocal(new Configuration()), new Path(folder.resolve("empty").toString()));
    empty.publish(new byte[0]);
    assertThat(empty.read()).hasValueSatisfying(read -> assertThat(read).isEmpty());
  }

  @Test
  void itIsPublishedOnce() throws IOException {
    file().publish(CONTENT);
    assertThatThrownBy(() -> file().publish("other".getBytes(UTF_8)))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("b.json");
    assertThat(file().read()).hasValueSatisfying(read -> assertThat(read).isEqualTo(CONTENT));
  }

  @Test
  void ofAWriterThatDiedAnywhereNothingIsPublished() throws IOException {
    file().publish(CONTENT);
    java.nio.file.Path written = folder.resolve("a/b.json");
    byte[] all = Files.readAllBytes(written);
    // The writer of the bytes may have come to their local checksums or not.
    Files.delete(folder.resolve("a/.b.json.crc"));
    for (int length = 0; length < all.length; length++) {
      Files.write(written, Arrays.copyOf(all, length));
      assertThat(file().read()).as("%d of %d bytes", length, all.length).isEmpty();
    }
    Files.write(folder.resolve("a/.b.json.crc"), new byte[] {'c', 'r', 'c', 0, 0, 0, 2, 0});
    assertThat(file().read()).isEmpty();
    file().publish(CONTENT);
    assertThat(file().read()).hasValueSatisfying(read -> assertThat(read).isEqualTo(CONTENT));
  }
}
