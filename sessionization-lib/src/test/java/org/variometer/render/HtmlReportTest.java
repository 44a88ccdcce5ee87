package org.variometer.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.variometer.report.Scene;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The HTML is one file of our own elements, whatever experiments are called. */
class HtmlReportTest {
  private static final Set<String> ELEMENTS =
      Set.of(
          "html", "head", "meta", "title", "style", "body", "main", "section", "h1", "h2", "h3",
          "p", "bdi", "div", "table", "caption", "thead", "tbody", "tr", "th", "td", "details",
          "summary", "svg", "line", "circle", "text");
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "lang",
          "charset",
          "name",
          "content",
          "http-equiv",
          "class",
          "role",
          "tabindex",
          "scope",
          "aria-label",
          "viewBox",
          "x",
          "y",
          "x1",
          "x2",
          "y1",
          "y2",
          "cx",
          "cy",
          "r",
          "text-anchor");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "]]>&amp;</title></style>",
        "javascript:alert(1)",
        "\u202Eslaesrever\u202C עברית",
        "🛒 Üñï, \"quoted\"",
        "=HYPERLINK(\"x\")"
      })
  void namesAreTextAndNothingElse(String name) throws Exception {
    Scene scene =
        new Scene(folder)
            .at(name, name)
            .visitors(30, name)
            .buyers(20, name, "10")
            .visitors(30, name + "2")
            .buyers(30, name + "2", "10");
    String page = HtmlReport.write(scene.report(""));
    Document document = parsed(page);
    for (Element element : elements(document)) {
      assertThat(ELEMENTS).contains(element.getTagName());
      for (int i = 0; i < element.getAttributes().getLength(); i++) {
        assertThat(ATTRIBUTES).contains(element.getAttributes().item(i).getNodeName());
      }
    }
    Set<String> isolated = new TreeSet<>();
    for (Element element : elements(document)) {
      if (element.getTagName().equals("bdi")) {
        isolated.add(element.getTextContent());
      }
    }
    assertThat(isolated).contains(name, name + "2");
  }

  @Test
  void nothingIsLoadedAndNothingRuns() throws Exception {
    String page = HtmlReport.write(new Scene(folder).buyers(3, "control", "1").report(""));
    assertThat(page)
        .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
        .doesNotContain("<script", "src=", "href=", "url(", "@import", "http://", "https://")
        .contains("default-src &#39;none&#39;", "prefers-color-scheme:dark", "width=device-width");
  }

  @Test
  void tablesHaveCaptionsAndHeadersAndPicturesHaveWords() throws Exception {
    Document document =
        parsed(
            HtmlReport.write(
                new Scene(folder)
                    .visitors(50, "control")
                    .buyers(50, "control", "10")
                    .visitors(40, "red")
                    .buyers(60, "red", "10")
                    .report("")));
    NodeList tables = document.getElementsByTagName("table");
    assertThat(tables.getLength()).isEqualTo(3);
    for (int i = 0; i < tables.getLength(); i++) {
      Element table = (Element) tables.item(i);
      assertThat(table.getFirstChild().getNodeName()).isEqualTo("caption");
      NodeList rows = table.getElementsByTagName("tr");
      int columns = ((Element) rows.item(0)).getElementsByTagName("th").getLength();
      assertThat(rows.getLength()).isGreaterThan(1);
      for (int row = 1; row < rows.getLength(); row++) {
        Element cells = (Element) rows.item(row);
        assertThat(((Element) cells.getFirstChild()).getAttribute("scope")).isEqualTo("row");
        assertThat(cells.getElementsByTagName("td").getLength()).isEqualTo(columns - 1);
      }
    }
    Element plot = (Element) document.getElementsByTagName("svg").item(0);
    assertThat(plot.getAttribute("role")).isEqualTo("img");
    assertThat(plot.getAttribute("aria-label")).startsWith("Lifts with their 95 % intervals");
    assertThat(plot.getElementsByTagName("circle").getLength()).isEqualTo(1);
  }

  private static List<Element> elements(Document document) {
    NodeList all = document.getElementsByTagName("*");
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      elements.add((Element) all.item(i));
    }
    return elements;
  }

  private static Document parsed(String page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(page.getBytes(UTF_8)));
  }
}
