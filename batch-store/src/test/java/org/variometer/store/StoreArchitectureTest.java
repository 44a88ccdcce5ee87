package org.variometer.store;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What may know what where the batch's tables are read and written. */
class StoreArchitectureTest {
  private static final String ROOT = "org.variometer.store";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** Each knows those before it at most. */
  private static final List<String> ORDER = List.of("table", "rows", "manifest", "visitors");

  @Test
  void eachPackageKnowsOnlyWhatComesBeforeIt() {
    for (int i = 0; i < ORDER.size() - 1; i++) {
      String[] later =
          ORDER.subList(i + 1, ORDER.size()).stream()
              .map(StoreArchitectureTest::packageOf)
              .toArray(String[]::new);
      check(
          noClasses()
              .that()
              .resideInAPackage(packageOf(ORDER.get(i)))
              .should()
              .dependOnClassesThat(resideInAnyPackage(later)));
    }
  }

  @Test
  void everyPackageHasItsPlaceInTheOrder() {
    Set<String> packages =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .map(name -> name.substring(ROOT.length() + 1))
            .collect(Collectors.toSet());
    assertThat(packages).containsExactlyInAnyOrderElementsOf(ORDER);
  }

  @Test
  void neitherAppIsKnownHereNorSpark() {
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + "..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "org.variometer.batch..",
                    "org.variometer.stream..",
                    "org.variometer.spark..",
                    "org.apache.spark..")));
  }

  @Test
  void tablesKnowNothingOfSessionsAndMetrics() {
    check(
        noClasses()
            .that()
            .resideInAPackage(packageOf("table"))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "org.variometer.session..",
                    "org.variometer.metric..",
                    "org.variometer.visitor..",
                    "org.variometer.shard..",
                    "org.variometer.rolling..",
                    "org.variometer.ledger..")));
  }

  private static String packageOf(String name) {
    return ROOT + "." + name + "..";
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(false).check(CLASSES);
  }
}
