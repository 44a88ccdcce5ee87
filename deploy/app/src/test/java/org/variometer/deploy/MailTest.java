package org.variometer.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the monitor of the application jar needs besides Spark's jars to send a mail is in it. */
@Timeout(180)
class MailTest {
  @TempDir private Path directory;

  @Test
  void theMonitorOfTheJarSendsAMail() throws Exception {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    try (Node node = new Node(directory)) {
      node.configure(
          """
          variometer {
            kafka.bootstrap-servers = "127.0.0.1:1"
            zookeeper { connect = "127.0.0.1:1", connect-timeout = 1s }
            kairosdb.url = "http://127.0.0.1:1"
            monitor {
              directory = "%s"
              probe-timeout = 5s
              mail { host = 127.0.0.1, port = %d, security = none, to = ["night@example.com"] }
            }
          }
          """
              .formatted(directory.resolve("monitor"), server.getSmtp().getPort()));
      node.run("bin/variometer", "monitor", "--once", "--config", node.conf()).requireDone();
      assertThat(server.getReceivedMessages())
          .extracting(mail -> mail.getSubject())
          .contains("[variometer local] ZooKeeper: wrong");
    } finally {
      server.stop();
    }
  }
}
