package dev.wardcast.system;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know whom. */
class ModulesTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.wardcast");

    @ParameterizedTest
    @ValueSource(strings = {"access", "vitals", "alerts", "sessions", "notifications", "gateway"})
    void no_service_depends_on_another(String service) {
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage("dev.wardcast." + service + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others(service))
                .allowEmptyShould(false)
                .check(CLASSES);
    }

    private static String[] others(String service) {
        return java.util.stream.Stream.of(
                        "access",
                        "vitals",
                        "alerts",
                        "sessions",
                        "notifications",
                        "gateway",
                        "local",
                        "embedded")
                .filter(other -> !other.equals(service))
                .map(other -> "dev.wardcast." + other + "..")
                .toArray(String[]::new);
    }

    @Test
    void the_event_log_knows_no_framework() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage("dev.wardcast.eventlog..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micronaut..", "dev.wardcast.kit..", "java.sql..")
                .check(CLASSES);
    }

    @Test
    void no_module_has_a_cycle_of_packages() {
        for (String module : new String[] {"kit", "access", "vitals", "alerts"}) {
            slices().matching("dev.wardcast." + module + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .check(CLASSES);
        }
    }
}
