package org.variometer.kairos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.http.client.methods.HttpUriRequest;
import org.kairosdb.client.response.JsonResponseHandler;
import org.kairosdb.client.response.ResponseHelper;
import org.kairosdb.client.response.UnexpectedResponseException;
import org.variometer.series.Series;
import org.variometer.series.Stretch;
import org.variometer.series.TagValue;

/**
 * Reads the answer to a query that groups by tags, as it comes in: the client's own reader makes an
 * object of every number.
 */
final class QueryAnswer implements JsonResponseHandler<QueryAnswer.Found> {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int OK = 200;
  private static final int MAX_ERROR_BYTES = 2000;

  /**
   * What a query found.
   *
   * @param stretches points of series of ours
   * @param foreign points of series of others' under the same name
   */
  record Found(List<Stretch> stretches, int foreign) {
    /** How many points were found. */
    int points() {
      return foreign + stretches.stream().mapToInt(s -> s.timestamps().length).sum();
    }
  }

  @Override
  public Found handleException(HttpUriRequest request, Exception exception) {
    throw new IllegalStateException(exception);
  }

  @Override
  public Found handle(HttpUriRequest request, ResponseHelper response) {
    try (InputStream in = response.getInputStream()) {
      if (response.getStatusCode() != OK || in == null) {
        String text = in == null ? "" : new String(in.readNBytes(MAX_ERROR_BYTES), UTF_8);
        throw new UnexpectedResponseException(
            response.getStatusCode() + " " + response.getStatusMessage() + " " + text,
            request,
            response);
      }
      try (JsonParser parser = JSON.createParser(in)) {
        return read(parser);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code {"queries":[{"results":[…]}]}}. */
  private static Found read(JsonParser parser) throws IOException {
    List<Stretch> stretches = new ArrayList<>();
    int foreign = 0;
    expect(parser.nextToken() == JsonToken.START_OBJECT);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      expect(parser.currentToken() != null);
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_ARRAY && field.equals("queries")) {
        expect(parser.nextToken() == JsonToken.START_OBJECT);
      } else if (value == JsonToken.START_ARRAY && field.equals("results")) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          Result result = Result.read(parser);
          Optional<Series> series = Series.of(result.name, result.tags);
          if (series.isPresent()) {
            stretches.add(result.stretch(series.get()));
          } else {
            foreign += result.size;
          }
        }
      } else {
        parser.skipChildren();
      }
    }
    return new Found(stretches, foreign);
  }

  private static void expect(boolean expected) throws IOException {
    if (!expected) {
      throw new IOException("the answer to a query is not of the form that it should have");
    }
  }

  /** One group: {@code {"name":…,"group_by":[{"name":"tag","group":{…}}],"values":[[t,v],…]}}. */
  private static final class Result {
    private final Map<String, String> tags = new TreeMap<>();
    private String name = "";
    private long[] timestamps = new long[16];
    private double[] values = new double[16];
    private int size;

    static Result read(JsonParser parser) throws IOException {
      Result result = new Result();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value == JsonToken.VALUE_STRING && field.equals("name")) {
          result.name = parser.getText();
        } else if (value == JsonToken.START_ARRAY && field.equals("group_by")) {
          result.readGroups(parser);
        } else if (value == JsonToken.START_ARRAY && field.equals("values")) {
          result.readValues(parser);
        } else {
          parser.skipChildren();
        }
      }
      return result;
    }

    private void readGroups(JsonParser parser) throws IOException {
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String field = parser.currentName();
          if (parser.nextToken() == JsonToken.START_OBJECT && field.equals("group")) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
              String tag = parser.currentName();
              parser.nextToken();
              tags.put(tag, TagValue.unescape(parser.getText()));
            }
          } else {
            parser.skipChildren();
          }
        }
      }
    }

    private void readValues(JsonParser parser) throws IOException {
      while (parser.nextToken() == JsonToken.START_ARRAY) {
        if (size == timestamps.length) {
          timestamps = Arrays.copyOf(timestamps, 2 * size);
          values = Arrays.copyOf(values, 2 * size);
        }
        parser.nextToken();
        timestamps[size] = parser.getLongValue();
        parser.nextToken();
        values[size] = parser.getDoubleValue();
        size++;
        expect(parser.nextToken() == JsonToken.END_ARRAY);
      }
    }

    private Stretch stretch(Series series) {
      return new Stretch(series, Arrays.copyOf(timestamps, size), Arrays.copyOf(values, size));
    }
  }
}
