package org.variometer.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages are shown to users who know their password. */
class PagesUsersTest {
  @TempDir private Path folder;

  @Test
  void aUserIsKnownByHisPassword() throws IOException {
    PagesUsers users = users("# those of the office\n\nali:open:sesame\nbäbä:şifre\n");
    assertThat(users.known(basic("ali:open:sesame"))).contains("ali");
    assertThat(users.known(basic("bäbä:şifre"))).contains("bäbä");
    assertThat(users.known(basic("ali:open:sesame").replace("Basic", "basic"))).contains("ali");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ali:open", "ali:", "ali", ":open sesame", "", "baba:open sesame", "#:x"})
  void nobodyElseIs(String pair) throws IOException {
    assertThat(users("ali:open sesame\n#:x\n").known(basic(pair))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic", "Basic ", "Basic %%%", "Bearer YWxpOm9wZW4gc2VzYW1l"})
  void whatIsNoBasicAuthenticationIsNobody(String header) throws IOException {
    assertThat(users("ali:open sesame\n").known(header)).isEmpty();
    assertThat(users("ali:open sesame\n").known(null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ali", ":sesame", "ali:"})
  void aLineThatIsNoUserIsNamedWithoutWhatIsInIt(String line) {
    assertThatThrownBy(() -> users("baba:x\n" + line + "\n"))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("users, line 2: expected user:password");
  }

  @Test
  void aFileThatOthersCanReadIsNotUsed() throws IOException {
    Path file = Files.writeString(folder.resolve("open"), "ali:open sesame\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> PagesUsers.of(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod 600 " + file);
  }

  private PagesUsers users(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("users"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return PagesUsers.of(file);
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }
}
