package org.variometer.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What may know what: the rules of beacons, sessions and metrics know nothing but each other. */
class ArchitectureTest {
  private static final String[] CORE = {
    "org.variometer.json..",
    "org.variometer.beacon..",
    "org.variometer.session..",
    "org.variometer.metric..",
    "org.variometer.series.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          // What tests start is no part of the library.
          .withImportOption(location -> !location.contains("org/variometer/services/"))
          .importPackages("org.variometer");

  @Test
  void theCoreKnowsItselfTheJdkAHashAndInMetricValueThePrintingOfDoubles() {
    check(
        classes()
            .that()
            .resideInAnyPackage(CORE)
            .and()
            .doNotHaveSimpleName("MetricValue")
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(CORE)
                    .or(resideInAPackage("java.."))
                    .or(resideInAPackage("javax.crypto.."))
                    .or(resideInAPackage("net.openhft.hashing.."))));
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

  @Test
  void eachPackageKnowsOnlyWhatComesBeforeIt() {
    check(
        layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("org.variometer..")
            .layer("json")
            .definedBy("org.variometer.json..")
            .layer("beacon")
            .definedBy("org.variometer.beacon..")
            .layer("session")
            .definedBy("org.variometer.session..")
            .layer("metric")
            .definedBy("org.variometer.metric..")
            .layer("series")
            .definedBy("org.variometer.series..")
            .layer("config")
            .definedBy("org.variometer.config..")
            .layer("local")
            .definedBy("org.variometer.local..")
            .layer("kairos")
            .definedBy("org.variometer.kairos..")
            .whereLayer("json")
            .mayNotAccessAnyLayer()
            .whereLayer("beacon")
            .mayOnlyAccessLayers("json")
            .whereLayer("session")
            .mayOnlyAccessLayers("beacon", "json")
            .whereLayer("metric")
            .mayOnlyAccessLayers("session", "beacon", "json")
            .whereLayer("series")
            .mayOnlyAccessLayers("metric", "beacon", "json")
            .whereLayer("config")
            .mayOnlyAccessLayers("metric", "session", "beacon", "json")
            .whereLayer("local")
            .mayOnlyAccessLayers("config", "series", "metric", "session", "beacon", "json")
            .whereLayer("kairos")
            .mayOnlyAccessLayers("config", "series", "json")
            .ensureAllClassesAreContainedInArchitecture());
  }

  @Test
  void noPackagesDependOnEachOtherInACircle() {
    check(slices().matching("org.variometer.(*)..").should().beFreeOfCycles());
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(false).check(CLASSES);
  }
}
