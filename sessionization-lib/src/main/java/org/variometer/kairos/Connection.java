package org.variometer.kairos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.apache.http.HttpHeaders;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.conn.BasicHttpClientConnectionManager;
import org.apache.http.message.BasicHeader;
import org.kairosdb.client.HttpClient;
import org.kairosdb.client.response.UnexpectedResponseException;
import org.variometer.config.KairosSettings;

/**
 * A client that holds one connection at most. KairosDB's client never gives back the connection of
 * an answer that it did not expect, so after any failure the whole client is closed and made anew.
 * For one thread at a time.
 */
final class Connection implements AutoCloseable {
  /** Below the 30 s after which KairosDB's Jetty closes idle connections by itself. */
  private static final long KEEP_ALIVE_MILLIS = 10_000;

  private static final int SERVER_ERROR = 500;

  private final KairosSettings settings;
  private final Deadlines deadlines;
  private final Tally tally;
  private HttpClient client;

  Connection(KairosSettings settings, Deadlines deadlines, Tally tally) {
    this.settings = settings;
    this.deadlines = deadlines;
    this.tally = tally;
    this.client = newClient();
  }

  /** Sends one request; nothing is sent twice. */
  <T> T send(Function<HttpClient, T> request) throws RequestException {
    tally.requests.increment();
    HttpClient current = client;
    // The socket's time-out starts anew with each byte; the deadline does not.
    ScheduledFuture<?> deadline = deadlines.close(current, settings.requestTimeout());
    try {
      return request.apply(current);
    } catch (UnexpectedResponseException e) {
      renew();
      if (e.getStatusCode() >= SERVER_ERROR) {
        // Who stands before KairosDB may say so, and nobody knows what became of it, or of others.
        tally.unanswered.increment();
      }
      throw new RequestException(e.getStatusCode(), answer(e), e);
    } catch (RuntimeException e) {
      renew();
      tally.unanswered.increment();
      throw new RequestException(
          deadline.isDone() ? "no answer within " + Words.of(settings.requestTimeout()) : reason(e),
          e);
    } finally {
      deadline.cancel(false);
    }
  }

  private static String answer(UnexpectedResponseException e) {
    return "it answered " + e.getMessage().replaceFirst("^Expected .*, but was ", "").strip();
  }

  /** The innermost reason: the client wraps what the network says. */
  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getMessage() != null) {
      if (cause instanceof IOException) {
        break;
      }
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return cause instanceof SSLException
        ? message + " (whose certificates count says variometer.kairosdb.trust-store-file)"
        : message;
  }

  private void renew() {
    tally.renewals.increment();
    close();
    client = newClient();
  }

  private HttpClient newClient() {
    RequestConfig config =
        RequestConfig.custom()
            .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()))
            .setSocketTimeout(Math.toIntExact(settings.requestTimeout().toMillis()))
            .build();
    HttpClientBuilder builder =
        HttpClientBuilder.create()
            .setDefaultRequestConfig(config)
            .setConnectionManager(
                new BasicHttpClientConnectionManager(Sockets.trusting(settings.trusted())))
            .setKeepAliveStrategy((response, context) -> KEEP_ALIVE_MILLIS)
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching();
    settings
        .credentials()
        .ifPresent(
            c ->
                builder.setDefaultHeaders(
                    List.of(new BasicHeader(HttpHeaders.AUTHORIZATION, c.basic()))));
    try {
      return new HttpClient(builder, settings.url().toString());
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Deadlines.closeQuietly(client);
  }
}
