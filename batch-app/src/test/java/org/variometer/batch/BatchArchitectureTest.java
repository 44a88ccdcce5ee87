package org.variometer.batch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What may know what in the batch app. */
class BatchArchitectureTest {
  private static final String ROOT = "org.variometer.batch";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** Each knows those before it at most. */
  private static final List<String> ORDER = List.of("hive", "landing", "run", "seal");

  @Test
  void eachPackageKnowsOnlyWhatComesBeforeItAndHowTheBatchFails() {
    for (int i = 0; i < ORDER.size(); i++) {
      String[] later =
          ORDER.subList(i + 1, ORDER.size()).stream()
              .map(BatchArchitectureTest::packageOf)
              .toArray(String[]::new);
      DescribedPredicate<JavaClass> app =
          resideInAPackage(ROOT)
              .and(DescribedPredicate.not(simpleName(BatchException.class.getSimpleName())));
      check(
          noClasses()
              .that()
              .resideInAPackage(packageOf(ORDER.get(i)))
              .should()
              .dependOnClassesThat(later.length == 0 ? app : app.or(resideInAnyPackage(later))));
    }
  }

  @Test
  void everyPackageHasItsPlaceInTheOrder() {
    Set<String> packages =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.equals(ROOT))
            .map(name -> name.substring(ROOT.length() + 1))
            .collect(Collectors.toSet());
    assertThat(packages).containsExactlyInAnyOrderElementsOf(ORDER);
  }

  @Test
  void sessionsAndMetricsAreAMatterOfTheLibraryAndOfRuns() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(ROOT, packageOf("hive"), packageOf("landing"))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "org.variometer.session..",
                    "org.variometer.visitor..",
                    "org.variometer.shard..",
                    "org.variometer.rolling..",
                    "org.variometer.ledger..")));
  }

  @Test
  void theBatchDoesNotKnowTheStream() {
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + "..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "org.variometer.stream..",
                    "org.apache.spark.streaming",
                    "org.apache.spark.streaming.api..",
                    "org.apache.spark.streaming.dstream..")));
  }

  private static String packageOf(String name) {
    return ROOT + "." + name + "..";
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(false).check(CLASSES);
  }
}
