package org.variometer.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.variometer.codec.Sha256;

/**
 * A small file whose publication is one step: its last line, a JSON object, has a checksum of all
 * before, so that one whose writer died is as good as none. It is created only where none is, and
 * never renamed, which not every store can do in one step. Two writers at once are kept apart by a
 * lease, not by this.
 */
public final class PublishedFile {
  private static final String CHECKSUM = "checksum";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileSystem files;
  private final Path path;

  /** The file at this path, published or not. */
  public PublishedFile(FileSystem files, Path path) {
    this.files = files;
    this.path = path;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /**
   * What was published; empty if nothing was.
   *
   * @throws IOException if that can't be known now
   */
  public Optional<byte[]> read() throws IOException {
    byte[] all;
    try (FSDataInputStream in = files.open(path)) {
      all = in.readAllBytes();
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (ChecksumException e) {
      // A local file has a checksum beside it that its writer did not come to.
      return Optional.empty();
    }
    int lastLine = all.length - 2;
    while (lastLine >= 0 && all[lastLine] != '\n') {
      lastLine--;
    }
    if (lastLine < 0 || all[all.length - 1] != '\n') {
      return Optional.empty();
    }
    byte[] content = Arrays.copyOf(all, lastLine);
    String last = new String(all, lastLine + 1, all.length - lastLine - 2, UTF_8);
    return checksumOf(last).equals(checksum(content)) ? Optional.of(content) : Optional.empty();
  }

  private static String checksumOf(String line) {
    try {
      return JSON.readTree(line).path(CHECKSUM).asText();
    } catch (JsonProcessingException e) {
      // The line was not written whole.
      return "";
    }
  }

  /**
   * Publishes it.
   *
   * @throws FileAlreadyExistsException if it is published
   * @throws IOException if it could not be; it may be published nevertheless
   */
  public void publish(byte[] content) throws IOException {
    publish(content, Map.of());
  }

  /**
   * Publishes it.
   *
   * @param content all but the last line
   * @param last what the last line says besides
   * @throws FileAlreadyExistsException if it is published
   * @throws IOException if it could not be; it may be published nevertheless
   */
  public void publish(byte[] content, Map<String, String> last) throws IOException {
    ObjectNode line = JSON.createObjectNode().put(CHECKSUM, checksum(content));
    last.forEach(line::put);
    FSDataOutputStream created;
    try {
      created = files.create(path, false);
    } catch (IOException e) {
      if (!files.exists(path)) {
        throw e;
      }
      if (read().isPresent()) {
        throw new FileAlreadyExistsException(path + " is published already");
      }
      // What a writer that died has left.
      files.delete(path, false);
      created = files.create(path, false);
    }
    try (FSDataOutputStream out = created) {
      out.write(content);
      out.write(("\n" + line + "\n").getBytes(UTF_8));
      if (out.hasCapability(StreamCapabilities.HSYNC)) {
        out.hsync();
      }
    }
  }

  /** Takes it back, if it was published. */
  public void remove() throws IOException {
    files.delete(path, false);
  }

  private static String checksum(byte[] content) {
    return new Sha256().add(content).hex();
  }
}
