package dev.cortado.accounting.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.cortado.accounting.store.TestPlatform;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The description at /q/openapi and the resources say the same: all of them, whoever adds one.
@QuarkusTest
@QuarkusTestResource(TestPlatform.class)
class OpenApiTest {

    private static final int RESOURCES_MIN = 19;

    /// Lists that cannot grow long: what they list has a limit of its own.
    private static final Set<String> SHORT_LISTS =
            Set.of("get /v1/nodes/{id}/counters", "get /v1/organisations/{id}/webhooks");

    /// @param name "verb /path"
    private record Operation(String name, JsonObject description) {

        boolean isWrite() {
            return !name.startsWith("get ");
        }

        boolean takes(String where, String parameter) {
            return parameter(where, parameter).findAny().isPresent();
        }

        boolean demands(String where, String parameter) {
            return parameter(where, parameter).anyMatch(each -> each.getBoolean("required", false));
        }

        private Stream<JsonObject> parameter(String where, String parameter) {
            return description.getJsonArray("parameters", new JsonArray()).stream()
                    .map(JsonObject.class::cast)
                    .filter(each -> each.getString("name").equals(parameter)
                            && each.getString("in").equals(where));
        }

        /// The schemas of its answers when all went well.
        List<JsonObject> answers() {
            JsonObject responses = description.getJsonObject("responses");
            return responses.fieldNames().stream()
                    .filter(status -> status.startsWith("2"))
                    .map(status -> responses.getJsonObject(status).getJsonObject("content", new JsonObject()))
                    .flatMap(content -> content.fieldNames().stream().map(content::getJsonObject))
                    .map(media -> media.getJsonObject("schema", new JsonObject()))
                    .toList();
        }

        boolean isList() {
            return answers().stream().anyMatch(schema -> "array".equals(type(schema)));
        }
    }

    @Test
    void everyEndpointOfEveryResource_isDescribed() {
        assertTrue(resources().size() >= RESOURCES_MIN, () -> "only " + resources());

        Set<String> built = new TreeSet<>(endpoints().map(OpenApiTest::name).toList());
        Set<String> described = new TreeSet<>(operations().map(Operation::name).toList());
        assertEquals(built, described);
    }

    @Test
    void everyAnswer_isDescribed() {
        assertEquals(
                List.of(),
                without(each ->
                        !each.answers().isEmpty() && each.answers().stream().allMatch(OpenApiTest::saysSomething)));
    }

    @Test
    void everyWrite_demandsAnIdempotencyKey() {
        assertEquals(
                List.of("post /v1/prices/import"),
                without(each -> !each.isWrite() || each.demands("header", "Idempotency-Key")),
                "a preview needs none");
    }

    @Test
    void everyFailure_isDescribedAsAProblem() {
        assertEquals(
                List.of(),
                without(each -> each.description()
                        .getJsonObject("responses")
                        .getJsonObject("default", new JsonObject())
                        .encode()
                        .contains(
                                "application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"")));
        JsonObject problem = DescribedAnswers.FILTER
                .description()
                .getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject("Problem");
        assertEquals(
                Arrays.stream(Problem.class.getRecordComponents())
                        .map(each -> each.getName())
                        .collect(Collectors.toSet()),
                problem.getJsonObject("properties").fieldNames());
        assertEquals(
                Arrays.stream(Problem.Line.class.getRecordComponents())
                        .map(each -> each.getName())
                        .collect(Collectors.toSet()),
                problem.getJsonObject("properties")
                        .getJsonObject("lines")
                        .getJsonObject("items")
                        .getJsonObject("properties")
                        .fieldNames());
    }

    @Test
    void everyEndpoint_saysWhoMayCallIt() {
        List<String> open = endpoints()
                .filter(method -> !method.isAnnotationPresent(RolesAllowed.class)
                        || method.getAnnotation(RolesAllowed.class).value().length == 0)
                .map(OpenApiTest::name)
                .toList();

        assertEquals(List.of(), open);
        assertEquals(
                List.of(),
                without(each -> !each.description()
                        .getJsonArray("security", new JsonArray())
                        .isEmpty()));
    }

    @Test
    void listsOfAnyLength_takeAPageSize() {
        assertEquals(
                List.of(),
                without(each -> !each.isList() || SHORT_LISTS.contains(each.name()) || each.takes("query", "limit")));
    }

    private static boolean saysSomething(JsonObject schema) {
        String type = type(schema);
        return schema.containsKey("$ref")
                || "string".equals(type)
                || ("array".equals(type) && saysSomething(schema.getJsonObject("items", new JsonObject())));
    }

    private static String type(JsonObject schema) {
        return String.valueOf(schema.getValue("type"));
    }

    /// The names of those of which this does not hold.
    private static List<String> without(Predicate<Operation> property) {
        return operations()
                .filter(property.negate())
                .map(Operation::name)
                .sorted()
                .toList();
    }

    private static Stream<Operation> operations() {
        JsonObject paths = DescribedAnswers.FILTER.description().getJsonObject("paths");
        List<Operation> all = new ArrayList<>();
        for (String path : paths.fieldNames()) {
            JsonObject item = paths.getJsonObject(path);
            Stream.of("get", "post", "put", "patch", "delete")
                    .filter(item::containsKey)
                    .forEach(verb -> all.add(new Operation(verb + " " + path, item.getJsonObject(verb))));
        }
        return all.stream().filter(each -> each.name().contains(" /v1/"));
    }

    private static List<Class<?>> resources() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(OpenApiTest.class.getPackageName())
                        .stream()
                        .filter(each -> each.isAnnotatedWith(Path.class))
                        .<Class<?>>map(JavaClass::reflect)
                        .toList();
    }

    private static Stream<Method> endpoints() {
        return resources().stream()
                .flatMap(resource -> Arrays.stream(resource.getDeclaredMethods()))
                .filter(method -> verb(method) != null);
    }

    private static String name(Method method) {
        Path own = method.getAnnotation(Path.class);
        String path =
                method.getDeclaringClass().getAnnotation(Path.class).value() + "/" + (own == null ? "" : own.value());
        return Objects.requireNonNull(verb(method)).toLowerCase(Locale.ROOT)
                + " "
                + ("/" + path).replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
    }

    private static @org.jspecify.annotations.Nullable String verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .map(each -> each.getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(HttpMethod::value)
                .findFirst()
                .orElse(null);
    }
}
