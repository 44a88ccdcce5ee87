package org.variometer.kairos;

/** One request that did not succeed. */
final class RequestException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int NO_ANSWER = 0;
  private static final int BAD_REQUEST = 400;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERRORS = 500;

  private final int status;

  /** No answer, or one that can't be read. */
  RequestException(String message, Throwable cause) {
    super(message, cause);
    this.status = NO_ANSWER;
  }

  /** An answer that means failure. */
  RequestException(int status, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** Whether KairosDB found the request itself to be wrong. */
  boolean isMalformed() {
    return status == BAD_REQUEST;
  }

  /** Whether the same request may succeed later. */
  boolean isTransient() {
    return status == NO_ANSWER || status == TOO_MANY_REQUESTS || status >= SERVER_ERRORS;
  }
}
