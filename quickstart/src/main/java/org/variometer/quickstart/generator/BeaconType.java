package org.variometer.quickstart.generator;

/** The types that the shop's pages send. */
enum BeaconType {
  PAGE_VIEW("pageView"),
  ORDER("order"),
  ERROR("error"),
  PERFORMANCE("performance"),
  EVENT("event"),
  /** Unknown to the analysis, which takes it for an event. */
  CLICK("click");

  private final String text;

  BeaconType(String text) {
    this.text = text;
  }

  /** As written in the beacon. */
  String text() {
    return text;
  }
}
