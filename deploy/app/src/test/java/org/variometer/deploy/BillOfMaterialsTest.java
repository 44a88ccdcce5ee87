package org.variometer.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whatever is deployed is in a bill of materials (CycloneDX), with its version and its hash. */
class BillOfMaterialsTest {
  private static final String SPARKS = "deploy/spark/target/spark/spark.cdx.json";
  private static final String APPS = "deploy/app/target/variometer.cdx.json";

  /** Of the tests' own mail server; the application jar has the same classes from Angus Mail. */
  private static final String OF_TESTS = "jakarta.mail-api-";

  @Test
  void eachJarOfTheSparkHomeIsInIts() throws IOException {
    Set<String> hashes = hashes(bill(SPARKS));
    assertThat(Built.jarsOfSpark())
        .hasSizeGreaterThan(100)
        .allSatisfy(jar -> assertThat(hashes).contains(hash(jar)));
  }

  @Test
  void eachJarThatIsInTheApplicationJarIsInIts() throws IOException {
    Set<String> inIt = AppJarTest.classes(Built.appJar());
    List<String> shaded = new ArrayList<>();
    Set<String> hashes = hashes(bill(APPS));
    for (String word : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path jar = Path.of(word);
      if (jar.getFileName().toString().startsWith(OF_TESTS)) {
        continue;
      }
      if (word.endsWith(".jar")
          && !Collections.disjoint(relocated(AppJarTest.classes(jar)), inIt)) {
        assertThat(hashes).as("what %s is", jar.getFileName()).contains(hash(jar));
        shaded.add(jar.getFileName().toString());
      }
    }
    assertThat(shaded)
        .hasSizeGreaterThan(20)
        .anyMatch(name -> name.startsWith("kafka-clients-"))
        .anyMatch(name -> name.startsWith("curator-framework-"))
        .anyMatch(name -> name.startsWith("guava-"));
  }

  /** Nothing in it is of the time, or the build, in which it was made. */
  @Test
  void itIsTheSameOfTheSameSources() throws IOException {
    for (String file : List.of(SPARKS, APPS)) {
      JsonNode bill = bill(file);
      assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
      assertThat(bill.has("serialNumber")).isFalse();
      assertThat(bill.path("metadata").has("timestamp")).isFalse();
    }
  }

  private static JsonNode bill(String path) throws IOException {
    Path file = Path.of(System.getProperty("variometer.home"), path);
    if (!Files.exists(file) && System.getenv("CI") == null) {
      return abort(file + " is not there, as in a build that runs offline: it was not checked");
    }
    return new ObjectMapper().readTree(file.toFile());
  }

  private static Set<String> hashes(JsonNode bill) {
    Set<String> hashes = new TreeSet<>();
    for (JsonNode component : bill.path("components")) {
      assertThat(component.path("version").asText()).isNotEmpty();
      assertThat(component.path("purl").asText()).startsWith("pkg:maven/");
      for (JsonNode hash : component.path("hashes")) {
        if (hash.path("alg").asText().equals("SHA-256")) {
          hashes.add(hash.path("content").asText());
        }
      }
    }
    return hashes;
  }

  /** As the application jar names them. */
  private static Set<String> relocated(Set<String> classes) {
    Map<String, String> moved = new TreeMap<>();
    moved.put("org/apache/curator/", "org/variometer/shaded/curator/");
    moved.put("com/fasterxml/jackson/", "org/variometer/shaded/jackson/");
    moved.put("com/google/gson/", "org/variometer/shaded/gson/");
    moved.put("com/google/common/", "org/variometer/shaded/guava/");
    Set<String> relocated = new TreeSet<>();
    for (String name : classes) {
      String there = name;
      for (Map.Entry<String, String> move : moved.entrySet()) {
        if (name.startsWith(move.getKey())) {
          there = move.getValue() + name.substring(move.getKey().length());
        }
      }
      relocated.add(there);
    }
    return relocated;
  }

  private static String hash(Path jar) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
