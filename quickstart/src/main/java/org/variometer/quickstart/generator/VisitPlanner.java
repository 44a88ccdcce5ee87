package org.variometer.quickstart.generator;

import java.util.List;

/** Plans what a guest does in one visit. */
final class VisitPlanner {
  private static final String[] EVENTS = {"search", "scroll", "wishlist", "video", "size_guide"};
  private static final double[] EVENT_WEIGHTS = {4, 5, 1, 1, 1};
  private static final long CENT = 10_000;
  private static final double MAX_ORDER_CENTS = 99_999_999;
  private static final int MAX_PAGES = 300;

  /** Beacons that a page brings at most, and that a session of two visits has at most besides. */
  private static final int BEACONS_OF_PAGE = 5;

  private static final int OTHER_BEACONS = 30;
  private static final int ROOMY_PAGES = 5;

  /** What a scenario asks of a visit. */
  enum Need {
    /** Nothing. */
    ANY,
    /** That it goes on after the first page: 6 pages or more. */
    ROOMY,
    /** That it buys. */
    BUYING
  }

  private final GeneratorSettings settings;
  private final double repeatedOrder;
  private final int maxPages;

  VisitPlanner(GeneratorSettings settings) {
    this.settings = settings;
    repeatedOrder = settings.shares().of(Disturbance.REPEATED_ORDER_IN_VISIT);
    // Two visits together must stay below the quarantine.
    int beacons = settings.maxSessionBeacons() - OTHER_BEACONS;
    maxPages = Math.min(MAX_PAGES, beacons / (2 * BEACONS_OF_PAGE));
  }

  /** The beacons of a visit from {@code start} on, in order of time. */
  List<PlannedBeacon> plan(Dice dice, Guest guest, long start, Need need, Tally tally) {
    VisitWalk walk = new VisitWalk(dice, settings, guest, start, tally);
    VisitSettings habits = settings.visits();
    List<ExperimentSettings> experiments = settings.experiments();
    walk.page(Step.FIRST);
    double bounce = habits.bounce() * guest.effect(experiments, VariantSettings::bounce);
    if (need == Need.ANY && dice.chance(Math.min(bounce, 0.95))) {
      leave(dice, walk);
      return walk.beacons();
    }
    double conversion =
        habits.conversion()
            * guest.visitor().propensity()
            * guest.effect(experiments, VariantSettings::conversion);
    boolean buys = dice.chance(conversion) || need == Need.BUYING;
    browse(dice, walk, need == Need.ROOMY ? ROOMY_PAGES : 0, buys);
    if (buys) {
      buy(dice, walk, guest, tally);
    } else if (walk.reached().compareTo(Step.CART) >= 0 && dice.chance(0.4)) {
      walk.page(Step.CHECKOUT);
    }
    return walk.beacons();
  }

  private static void leave(Dice dice, VisitWalk walk) {
    if (dice.chance(0.5)) {
      walk.vitals();
    }
    if (dice.chance(0.2)) {
      walk.event(BeaconType.EVENT, "scroll", Happening.NO_VALUE);
    }
    if (dice.chance(0.05)) {
      walk.event(BeaconType.ERROR, null, 0);
    }
  }

  private void browse(Dice dice, VisitWalk walk, int atLeast, boolean buys) {
    double mean = settings.visits().pageViews() - 1;
    int pages = (int) Math.min(1 + mean * 0.4 + dice.exponential(mean * 0.6), maxPages);
    around(dice, walk);
    for (int i = 0; i < Math.max(pages, atLeast); i++) {
      walk.page(i == 0 && dice.chance(0.3) ? Step.FIRST : Step.PRODUCT);
      around(dice, walk);
      if (i > 0 && dice.chance(0.06)) {
        walk.addToCart(price(dice, settings.visits().orderValue()));
      }
    }
    // Filling the cart is no promise to buy, and buying needs a full cart.
    if (buys && walk.reached().compareTo(Step.CART) < 0) {
      walk.addToCart(price(dice, settings.visits().orderValue()));
    }
  }

  private static void around(Dice dice, VisitWalk walk) {
    if (dice.chance(0.4)) {
      walk.vitals();
    }
    for (int i = dice.below(3); i > 0; i--) {
      int roll = dice.below(20);
      if (roll == 0) {
        walk.event(BeaconType.ERROR, null, 0);
      } else if (roll < 4) {
        walk.event(BeaconType.CLICK, null, 0);
      } else {
        String name = EVENTS[dice.weighted(EVENT_WEIGHTS)];
        long hits = name.equals("search") ? dice.below(500) * 1_000_000L : Happening.NO_VALUE;
        walk.event(BeaconType.EVENT, name, hits);
      }
    }
  }

  private void buy(Dice dice, VisitWalk walk, Guest guest, Tally tally) {
    walk.page(Step.CART);
    walk.page(Step.CHECKOUT);
    double mean =
        settings.visits().orderValue()
            * guest.effect(settings.experiments(), VariantSettings::orderValue);
    int orders = dice.chance(0.08) ? 2 : 1;
    for (int i = 0; i < orders; i++) {
      Purchase purchase = purchase(dice, mean);
      walk.order(purchase);
      if (dice.chance(repeatedOrder)) {
        // Reloaded: the same order, now and then with another amount, which must not count.
        walk.order(dice.chance(0.5) ? purchase : purchaseOf(purchase.id(), dice, mean));
        tally.add(Disturbance.REPEATED_ORDER_IN_VISIT);
      }
      walk.page(Step.CHECKOUT);
    }
  }

  private Purchase purchase(Dice dice, double mean) {
    return purchaseOf(dice.nextLong(), dice, mean);
  }

  private static Purchase purchaseOf(long id, Dice dice, double mean) {
    Purchase.Form[] forms = Purchase.Form.values();
    return new Purchase(id, price(dice, mean), 1 + dice.below(5), forms[dice.below(forms.length)]);
  }

  private static long price(Dice dice, double mean) {
    double cents = Math.min(mean * 100 * (0.3 + dice.exponential(0.7)), MAX_ORDER_CENTS);
    return Math.max((long) cents, 1) * CENT;
  }
}
