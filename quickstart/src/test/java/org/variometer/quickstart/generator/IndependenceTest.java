package org.variometer.quickstart.generator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The generator's truth does not come from the code that it checks. */
class IndependenceTest {

  @Test
  void theGeneratorKnowsNothingOfVariometerButItself() {
    noClasses()
        .that()
        .resideInAPackage("org.variometer.quickstart.generator..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.variometer..")
                .and(resideOutsideOfPackage("org.variometer.quickstart.generator..")))
        .allowEmptyShould(false)
        .check(new ClassFileImporter().importPath(Path.of("target/classes")));
  }
}
