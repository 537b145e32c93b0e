package dev.cortado.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;

/// The architecture's lines, held by a test in each service:
/// frameworks only in edge packages, no other service's code, no cycles between packages.
public final class ArchitectureRules {

    private static final List<String> EDGES =
            List.of("http", "grpc", "store", "messaging", "client", "configuration", "llama", "template");

    private static final String[] FRAMEWORKS = {
        "io.quarkus..",
        "io.smallrye..",
        "jakarta..",
        "org.eclipse.microprofile..",
        "io.vertx..",
        "io.grpc..",
        "com.google.protobuf..",
        "dev.cortado.contracts.v1..",
        "dev.cortado.contracts.openinference..",
        "org.hibernate..",
        "org.apache.kafka..",
        "com.fasterxml.jackson..",
        "org.keycloak.."
    };

    private ArchitectureRules() {}

    /// @param service the service's root package, such as `dev.cortado.router`
    public static void check(String service) {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(service);
        String[] edges = EDGES.stream().map(edge -> service + "." + edge + "..").toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(service + "..")
                .and()
                .resideOutsideOfPackages(edges)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORKS)
                .because("feature packages are plain Java; frameworks stay at the edges")
                .check(classes);
        noClasses()
                .should()
                .dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "belong to another service",
                        other -> other.getPackageName().startsWith("dev.cortado.")
                                && !other.getPackageName().startsWith(service)
                                && !other.getPackageName().startsWith("dev.cortado.contracts")))
                .because("services share only contracts")
                .check(classes);
        slices().matching(service + ".(*)..").should().beFreeOfCycles().check(classes);
    }
}
