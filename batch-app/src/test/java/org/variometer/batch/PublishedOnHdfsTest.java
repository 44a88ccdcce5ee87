package org.variometer.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;
import org.junit.jupiter.api.Test;
import org.variometer.files.PublishedFile;

/**
 * What holds for published files holds on HDFS too, whose NameNode restarts and is in safe mode.
 */
class PublishedOnHdfsTest {
  private static final byte[] CONTENT = "{\"files\": []}\n".getBytes(UTF_8);

  private final MiniDFSCluster hdfs;
  private final FileSystem files;

  PublishedOnHdfsTest() throws IOException {
    hdfs = SharedHdfs.get();
    files = hdfs.getFileSystem();
  }

  @Test
  void whatIsPublishedOutlivesTheNameNode() throws IOException {
    PublishedFile file = new PublishedFile(files, new Path("/outlives/a.json"));
    assertThat(file.read()).isEmpty();
    file.publish(CONTENT);
    hdfs.restartNameNode(true);
    assertThat(file.read()).hasValueSatisfying(read -> assertThat(read).isEqualTo(CONTENT));
    assertThatThrownBy(() -> file.publish(CONTENT)).isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void whatAWriterThatDiedLeftIsReplaced() throws IOException {
    PublishedFile file = new PublishedFile(files, new Path("/died/a.json"));
    try (FSDataOutputStream out = files.create(file.path())) {
      out.write(Arrays.copyOf(CONTENT, 5));
    }
    assertThat(file.read()).isEmpty();
    file.publish(CONTENT);
    assertThat(file.read()).isPresent();
  }

  @Test
  void whatAKilledWriterHeldOpenIsReplaced() throws IOException {
    PublishedFile file = new PublishedFile(files, new Path("/killed/a.json"));
    try (FileSystem killed = another()) {
      FSDataOutputStream open = begin(killed, file, Arrays.copyOf(CONTENT, 5));
      assertThat(file.read()).isEmpty();
      file.publish(CONTENT);
      assertThat(file.read()).hasValueSatisfying(read -> assertThat(read).isEqualTo(CONTENT));
      // Should it live after all.
      assertThatThrownBy(open::close).isInstanceOf(IOException.class);
      assertThat(file.read()).hasValueSatisfying(read -> assertThat(read).isEqualTo(CONTENT));
    }
  }

  @Test
  void whatAKilledWriterHeldOpenIsPublishedOnceAllIsThere() throws IOException {
    PublishedFile model = new PublishedFile(files, new Path("/killed/model.json"));
    model.publish(CONTENT);
    byte[] whole;
    try (FSDataInputStream in = files.open(model.path())) {
      whole = in.readAllBytes();
    }
    PublishedFile file = new PublishedFile(files, new Path("/killed/whole.json"));
    try (FileSystem killed = another()) {
      begin(killed, file, whole);
      assertThat(file.read()).hasValueSatisfying(read -> assertThat(read).isEqualTo(CONTENT));
      assertThatThrownBy(() -> file.publish("{}".getBytes(UTF_8)))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThat(file.read()).hasValueSatisfying(read -> assertThat(read).isEqualTo(CONTENT));
    }
  }

  /** Another process, as far as HDFS can tell: what it has open it has a lease of. */
  private FileSystem another() throws IOException {
    return FileSystem.newInstance(hdfs.getURI(), hdfs.getConfiguration(0));
  }

  /** Writes what others can read, and leaves it open. */
  private static FSDataOutputStream begin(FileSystem writer, PublishedFile file, byte[] content)
      throws IOException {
    FSDataOutputStream open = writer.create(file.path());
    open.write(content);
    open.hflush();
    return open;
  }

  @Test
  void inSafeModeNothingIsPublishedAndItCanBeDoneAgain() throws IOException {
    PublishedFile file = new PublishedFile(files, new Path("/safe/a.json"));
    hdfs.getFileSystem().setSafeMode(SafeModeAction.SAFEMODE_ENTER);
    try {
      assertThatThrownBy(() -> file.publish(CONTENT))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("safe mode");
    } finally {
      hdfs.getFileSystem().setSafeMode(SafeModeAction.SAFEMODE_LEAVE);
    }
    assertThat(file.read()).isEmpty();
    file.publish(CONTENT);
    assertThat(file.read()).isPresent();
  }
}
