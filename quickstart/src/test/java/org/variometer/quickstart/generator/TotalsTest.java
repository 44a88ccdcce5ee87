package org.variometer.quickstart.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TotalsTest {
  private static final int CONTROL = 0;
  private static final int OTHER = 1;

  private final GeneratorSettings settings =
      Samples.undisturbed()
          .withExperiments(
              List.of(
                  Samples.experiment(
                      "e",
                      Step.FIRST,
                      Step.CART,
                      Samples.plain("control"),
                      Samples.plain("other"))));
  private final Totals totals = new Totals(settings);
  private final Set<Long> seenOrders = new HashSet<>();
  private final Mentions silence = Mentions.none(1);
  private final Mentions control =
      new Mentions(silence.assigned().with(0, CONTROL), silence.qualified());
  private final Mentions other =
      new Mentions(silence.assigned().with(0, OTHER), silence.qualified());
  private final Mentions qualified =
      new Mentions(silence.assigned(), silence.qualified().with(0, CONTROL));

  @Test
  void whatHappenedBeforeEntryIsNotAttributed() {
    visit(order(1, 7, silence), page(2, silence), page(3, control), page(4, silence));
    assertThat(row("control", "assigned").pageViews()).isEqualTo(2);
    assertThat(row("control", "assigned").orders()).isZero();
    assertThat(row("__all__", "all").orders()).isEqualTo(1);
  }

  @Test
  void whatHappenedInTheMillisecondOfEntryIsAttributed() {
    visit(page(3, silence), page(3, control));
    assertThat(row("control", "assigned").pageViews()).isEqualTo(2);
  }

  @Test
  void aQualificationImpliesTheAssignment() {
    visit(page(1, silence), page(2, qualified));
    assertThat(row("control", "assigned").pageViews()).isEqualTo(1);
    assertThat(row("control", "qualified").pageViews()).isEqualTo(1);
  }

  @Test
  void theQualifiedEnterWhereTheyQualify() {
    visit(page(1, control), page(2, qualified), page(3, control));
    assertThat(row("control", "assigned").pageViews()).isEqualTo(3);
    assertThat(row("control", "qualified").pageViews()).isEqualTo(2);
  }

  @Test
  void aVisitOfSeveralVariantsBelongsToNoneOfThem() {
    visit(page(1, control), page(2, other), page(3, control));
    assertThat(row("__multiple__", "assigned").pageViews()).isEqualTo(3);
    assertThat(totals.rows()).hasSize(2);
  }

  @Test
  void onePageViewWithoutOrderIsABounce() {
    visit(page(1, silence));
    assertThat(row("__all__", "all").bounces()).isEqualTo(1);
  }

  @Test
  void onePageViewWithOrderIsNoBounce() {
    visit(page(1, silence), order(2, 7, silence));
    assertThat(row("__all__", "all").bounces()).isZero();
  }

  @Test
  void anOrderCountsOncePerSession() {
    visit(page(1, silence), order(2, 7, silence), order(3, 7, silence));
    visit(page(4, silence), order(5, 7, silence));
    TotalsRow all = row("__all__", "all");
    assertThat(all.visits()).isEqualTo(2);
    assertThat(all.orders()).isEqualTo(1);
    assertThat(all.units()).isEqualTo(2);
    assertThat(all.revenue()).isEqualTo(20_000_000).isEqualTo(all.visitRevenue());
    assertThat(all.convertedVisits()).isEqualTo(1);
    assertThat(all.bounces()).isEqualTo(1);
  }

  @Test
  void severalErrorsMakeOneVisitWithErrors() {
    visit(beacon(1, BeaconType.ERROR, silence, null), beacon(2, BeaconType.ERROR, silence, null));
    assertThat(row("__all__", "all").errors()).isEqualTo(2);
    assertThat(row("__all__", "all").errorVisits()).isEqualTo(1);
  }

  private void visit(PlannedBeacon... beacons) {
    totals.countVisit(0, Arrays.asList(beacons), seenOrders);
  }

  private TotalsRow row(String variant, String population) {
    return totals.rows().stream()
        .filter(r -> r.variant().equals(variant) && r.population().equals(population))
        .findFirst()
        .orElseThrow();
  }

  private static PlannedBeacon page(long timestamp, Mentions mentions) {
    return beacon(timestamp, BeaconType.PAGE_VIEW, mentions, null);
  }

  private static PlannedBeacon order(long timestamp, long id, Mentions mentions) {
    Purchase purchase = new Purchase(id, 20_000_000, 2, Purchase.Form.TEXT);
    return beacon(timestamp, BeaconType.ORDER, mentions, purchase);
  }

  private static PlannedBeacon beacon(
      long timestamp, BeaconType type, Mentions mentions, Purchase purchase) {
    return new PlannedBeacon(timestamp, 0, timestamp, type, mentions, purchase, null, null);
  }
}
