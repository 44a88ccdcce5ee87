package org.variometer.statistics;

/** Why a figure can't be estimated. */
public enum Obstacle {
  NO_VISITORS("an arm has no visitors"),
  ONE_VISITOR("an arm has one visitor alone, who shows no variance"),
  NO_VARIANCE("within each arm nothing varies from visitor to visitor"),
  NO_DENOMINATOR("the denominator is 0"),
  NO_CONTROL_VALUE("the control's value is 0, so that nothing is relative to it"),
  NO_VARIANT_VALUE("no visitor of the variant has any, and −100 % has no interval"),
  /** The change of a negative value in percent says up where the difference says down. */
  NEGATIVE_CONTROL_VALUE("the control's value is negative, so that a percentage would mislead"),
  NO_COVARIATE("no visitor's value before the experiment differs from another's"),
  ONE_VARIANT("there is one variant alone"),
  FEW_VISITORS("there are fewer than 100 visitors"),
  FEW_EXPECTED("fewer than 5 visitors are expected in a variant"),
  TOO_LARGE("the numbers are too large to compute with");

  private final String words;

  Obstacle(String words) {
    this.words = words;
  }

  /** The reason as a clause that can follow "because". */
  public String words() {
    return words;
  }
}
