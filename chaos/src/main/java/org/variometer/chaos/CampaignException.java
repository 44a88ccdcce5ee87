package org.variometer.chaos;

import java.io.IOException;

/** A campaign that could not go on: what should have come back did not. */
final class CampaignException extends IOException {
  private static final long serialVersionUID = 1L;

  CampaignException(String message) {
    super(message);
  }
}
