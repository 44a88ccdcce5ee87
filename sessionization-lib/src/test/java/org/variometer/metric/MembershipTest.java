package org.variometer.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.variometer.beacon.Mention.MULTIPLE;
import static org.variometer.metric.Population.ALL;
import static org.variometer.metric.Population.ASSIGNED;
import static org.variometer.metric.Population.QUALIFIED;
import static org.variometer.metric.Visits.error;
import static org.variometer.metric.Visits.page;
import static org.variometer.metric.Visits.visit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.variometer.beacon.Mention;
import org.variometer.session.Visit;

/** To which populations a visit belongs, in which variant, and from when on (spec §3). */
class MembershipTest {

  @Test
  void everyVisitBelongsToAllFromItsFirstBeaconOn() {
    assertThat(memberships(page(7), page(9))).containsExactly(member("__all__", "__all__", ALL, 7));
  }

  @Test
  void aVisitIsAssignedFromTheFirstMentionOn() {
    assertThat(memberships(page(0), page(5).assigned("e=a"), page(6), page(8).assigned("e=a")))
        .containsExactly(member("__all__", "__all__", ALL, 0), member("e", "a", ASSIGNED, 5));
  }

  @Test
  void aQualificationImpliesTheAssignment() {
    assertThat(memberships(page(0), page(5).qualified("e=a")))
        .containsExactly(
            member("__all__", "__all__", ALL, 0),
            member("e", "a", ASSIGNED, 5),
            member("e", "a", QUALIFIED, 5));
  }

  @Test
  void aVisitIsQualifiedFromTheFirstQualificationOn() {
    assertThat(
            memberships(
                page(2).assigned("e=a"), page(5).qualified("e=a"), page(7).qualified("e=a")))
        .containsExactly(
            member("__all__", "__all__", ALL, 2),
            member("e", "a", ASSIGNED, 2),
            member("e", "a", QUALIFIED, 5));
  }

  @Test
  void anAssignmentBehindTheQualificationChangesNothing() {
    assertThat(memberships(page(2).qualified("e=a"), page(5).assigned("e=a")))
        .containsExactly(
            member("__all__", "__all__", ALL, 2),
            member("e", "a", ASSIGNED, 2),
            member("e", "a", QUALIFIED, 2));
  }

  @Test
  void theEarliestTimestampCountsWhateverArrivedFirst() {
    assertThat(memberships(page(9).assigned("e=a"), page(4).assigned("e=a"), page(1)))
        .containsExactly(member("__all__", "__all__", ALL, 1), member("e", "a", ASSIGNED, 4));
  }

  @Test
  void severalVariantsAreMultipleAndNoneOfThem() {
    assertThat(memberships(page(1).assigned("e=a"), page(3).assigned("e=b")))
        .containsExactly(member("__all__", "__all__", ALL, 1), member("e", MULTIPLE, ASSIGNED, 1));
  }

  @Test
  void ofSeveralVariantsTheVisitEnteredByTheFirstThatItMentions() {
    assertThat(entrances(page(0), page(1).assigned("e=b"), page(2).assigned("e=a")))
        .containsExactly("assigned e by b");
    assertThat(entrances(page(1).assigned("e=b", "e=a", "d=x"))).containsExactly("assigned e by a");
    assertThat(entrances(page(1).assigned("e=b").qualified("e=a")))
        .containsExactly("assigned e by a", "qualified e by a");
    assertThat(entrances(page(1).assigned("e=b"), page(2).qualified("e=a")))
        .containsExactly("assigned e by b", "qualified e by a");
    assertThat(entrances(page(1).qualified("e=b"), page(1).qualified("e=a")))
        .as("in the order of the session's beacons")
        .containsExactly("assigned e by b", "qualified e by b");
  }

  private static List<String> entrances(Visits.Draft... drafts) {
    Visit visit = visit(drafts);
    return Membership.of(visit).stream()
        .filter(membership -> membership.variant().equals(MULTIPLE))
        .map(m -> m.population().tag() + " " + m.experiment() + " by " + m.firstVariant(visit))
        .toList();
  }

  @Test
  void severalVariantsInOneBeaconAreMultiple() {
    assertThat(memberships(page(1), page(3).assigned("e=a", "e=b")))
        .containsExactly(member("__all__", "__all__", ALL, 1), member("e", MULTIPLE, ASSIGNED, 3));
  }

  @Test
  void aVariantAssignedAndAnotherQualifiedAreMultipleInBothPopulations() {
    assertThat(memberships(page(1).assigned("e=a"), page(3).qualified("e=b")))
        .containsExactly(
            member("__all__", "__all__", ALL, 1),
            member("e", MULTIPLE, ASSIGNED, 1),
            member("e", MULTIPLE, QUALIFIED, 3));
  }

  @Test
  void aSecondVariantBehindAQualificationLeavesTheQualifiedVariantToo() {
    assertThat(memberships(page(1).qualified("e=a"), page(3).assigned("e=b")))
        .containsExactly(
            member("__all__", "__all__", ALL, 1),
            member("e", MULTIPLE, ASSIGNED, 1),
            member("e", MULTIPLE, QUALIFIED, 1));
  }

  @Test
  void threeVariantsAreMultipleAndBackToTheFirstAsWell() {
    assertThat(
            memberships(
                page(1).assigned("e=a"), page(2).assigned("e=b"), page(3).assigned("e=a", "e=c")))
        .containsExactly(member("__all__", "__all__", ALL, 1), member("e", MULTIPLE, ASSIGNED, 1));
  }

  @Test
  void experimentsAreApart() {
    assertThat(
            memberships(
                page(1).assigned("e=a"),
                error(2).assigned("f=a").qualified("e=a"),
                page(3).assigned("f=b")))
        .containsExactlyInAnyOrder(
            member("__all__", "__all__", ALL, 1),
            member("e", "a", ASSIGNED, 1),
            member("e", "a", QUALIFIED, 2),
            member("f", MULTIPLE, ASSIGNED, 2));
  }

  /** Few experiments and variants, so that they meet. */
  @Property
  void membershipsAreThoseOfTheRule(@ForAll("drafts") List<Visits.Draft> drafts) {
    assertThat(memberships(drafts.toArray(Visits.Draft[]::new)))
        .containsExactlyInAnyOrderElementsOf(byTheRule(drafts));
  }

  private static List<Membership> byTheRule(List<Visits.Draft> drafts) {
    List<Membership> expected = new ArrayList<>();
    expected.add(
        member(
            "__all__",
            "__all__",
            ALL,
            drafts.stream().mapToLong(Visits.Draft::after).min().orElseThrow()));
    Set<String> experiments = new TreeSet<>();
    drafts.forEach(draft -> all(draft).map(Mention::experiment).forEach(experiments::add));
    for (String experiment : experiments) {
      List<String> variants =
          drafts.stream()
              .flatMap(MembershipTest::all)
              .filter(mention -> mention.experiment().equals(experiment))
              .map(Mention::variant)
              .distinct()
              .toList();
      String variant = variants.size() == 1 ? variants.get(0) : MULTIPLE;
      drafts.stream()
          .filter(draft -> all(draft).anyMatch(m -> m.experiment().equals(experiment)))
          .mapToLong(Visits.Draft::after)
          .min()
          .ifPresent(entry -> expected.add(member(experiment, variant, ASSIGNED, entry)));
      drafts.stream()
          .filter(
              draft -> draft.qualified().stream().anyMatch(m -> m.experiment().equals(experiment)))
          .mapToLong(Visits.Draft::after)
          .min()
          .ifPresent(entry -> expected.add(member(experiment, variant, QUALIFIED, entry)));
    }
    return expected;
  }

  private static Stream<Mention> all(Visits.Draft draft) {
    return Stream.concat(draft.assigned().stream(), draft.qualified().stream());
  }

  @Provide
  Arbitrary<List<Visits.Draft>> drafts() {
    Arbitrary<String[]> mentions =
        Arbitraries.of("e=a", "e=b", "f=a", "g=a", "g=b")
            .list()
            .ofMaxSize(2)
            .map(list -> list.toArray(String[]::new));
    return Combinators.combine(Arbitraries.longs().between(0, 5), mentions, mentions)
        .as((after, assigned, qualified) -> page(after).assigned(assigned).qualified(qualified))
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  private static List<Membership> memberships(Visits.Draft... drafts) {
    Visit visit = visit(drafts);
    return Membership.of(visit);
  }

  private static Membership member(
      String experiment, String variant, Population population, long after) {
    return new Membership(experiment, variant, population, Visits.T + after);
  }
}
