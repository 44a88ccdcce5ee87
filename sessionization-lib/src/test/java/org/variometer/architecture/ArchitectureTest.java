package org.variometer.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What may know what: the rules of beacons, sessions and metrics know nothing but each other. */
class ArchitectureTest {
  private static final String[] CORE = {
    "org.variometer.json..",
    "org.variometer.beacon..",
    "org.variometer.session..",
    "org.variometer.metric..",
    "org.variometer.codec..",
    "org.variometer.ledger..",
    "org.variometer.log..",
    "org.variometer.rolling..",
    "org.variometer.shard..",
    "org.variometer.series..",
    "org.variometer.slot..",
    "org.variometer.statistics..",
    "org.variometer.visitor..",
    "org.variometer.readout.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          // What tests start is no part of the library.
          .withImportOption(location -> !location.contains("org/variometer/services/"))
          .importPackages("org.variometer");

  @Test
  void theCoreKnowsItselfTheJdkAHashASketchProbabilitiesAndInMetricValueThePrintingOfDoubles() {
    check(
        classes()
            .that()
            .resideInAnyPackage(CORE)
            .and()
            .resideOutsideOfPackage("org.variometer.statistics..")
            .and()
            .doNotHaveSimpleName("MetricValue")
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(CORE)
                    .or(resideInAPackage("java.."))
                    .or(resideInAPackage("javax.crypto.."))
                    .or(resideInAPackage("net.openhft.hashing.."))
                    .or(resideInAPackage("org.apache.datasketches.hll.."))));
    check(
        classes()
            .that()
            .resideInAPackage("org.variometer.statistics..")
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage("org.variometer.statistics..", "org.variometer.codec..")
                    .or(resideInAPackage("java.."))
                    .or(resideInAPackage("org.apache.commons.statistics.distribution.."))));
    check(
        classes()
            .that()
            .haveSimpleName("MetricValue")
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(CORE)
                    .or(resideInAPackage("java.."))
                    .or(
                        simpleName("NumberOutput")
                            .and(resideInAPackage("com.fasterxml.jackson.core.io")))));
  }

  @Test
  void whatReadsExperimentsOutIsPureToo() {
    check(
        classes()
            .that()
            .resideInAPackage("org.variometer.report..")
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(CORE)
                    .or(
                        resideInAnyPackage(
                            "org.variometer.report..",
                            "org.variometer.catalogue..",
                            "java.lang..",
                            "java.util..",
                            "java.time.."))));
  }

  @Test
  void theCoreTouchesNoFileAndNoNet() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "java.io..", "java.nio.file..", "java.nio.channels..", "java.net..")));
  }

  @Test
  void theCoreReadsNoClock() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethodWhere(target(name("now"))));
  }

  @Test
  void theCoreStartsNoThreadAndHasNoChance() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat(resideInAPackage("java.util.concurrent.."))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Random.class));
  }

  /** Each knows those before it at most; the core comes first. */
  private static final List<String> ORDER =
      List.of(
          "json",
          "codec",
          "statistics",
          "beacon",
          "session",
          "metric",
          "visitor",
          "readout",
          "log",
          "series",
          "ledger",
          "rolling",
          "shard",
          "slot",
          "config",
          "catalogue",
          "report",
          "render",
          "local",
          "kairos",
          "control",
          "files",
          "spark");

  @Test
  void eachPackageKnowsOnlyWhatComesBeforeIt() {
    for (int i = 0; i < ORDER.size(); i++) {
      String[] later =
          ORDER.subList(i + 1, ORDER.size()).stream()
              .map(name -> "org.variometer." + name + "..")
              .toArray(String[]::new);
      check(
          noClasses()
              .that()
              .resideInAPackage("org.variometer." + ORDER.get(i) + "..")
              .should()
              .dependOnClassesThat(resideInAnyPackage(later)));
    }
  }

  @Test
  void everyPackageHasItsPlaceInTheOrder() {
    assertThat(
            CLASSES.stream()
                .map(c -> c.getPackageName().substring("org.variometer.".length()))
                .collect(Collectors.toSet()))
        .isSubsetOf(ORDER);
  }

  @Test
  void noPackagesDependOnEachOtherInACircle() {
    check(slices().matching("org.variometer.(*)..").should().beFreeOfCycles());
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(false).check(CLASSES);
  }
}
