package dev.cortado.accounting.http;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Holds each answer of a test to what `/q/openapi` says of it: its status is described, it has no field that is not,
/// and what fails is a problem. Where descriptions are written beside what they describe, only this keeps them true.
final class DescribedAnswers implements Filter {

    static final DescribedAnswers FILTER = new DescribedAnswers();

    private @Nullable JsonObject description;

    private DescribedAnswers() {}

    @Override
    public Response filter(
            FilterableRequestSpecification request,
            FilterableResponseSpecification specification,
            FilterContext context) {
        Response response = context.next(request, specification);
        String path = URI.create(request.getURI()).getPath();
        String what = request.getMethod() + " " + path + " answered " + response.statusCode();
        if (response.statusCode() >= 400) {
            problem(response, what);
        } else if (path.startsWith("/v1/")) {
            described(request.getMethod().toLowerCase(Locale.ROOT), path, response, what);
        }
        return response;
    }

    /// The whole description, read once.
    synchronized JsonObject description() {
        JsonObject known = description;
        if (known == null) {
            known = new JsonObject(given().get("/q/openapi?format=json")
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString());
            description = known;
        }
        return known;
    }

    private static void problem(Response response, String what) {
        assertTrue(String.valueOf(response.contentType()).startsWith(Problem.MEDIA_TYPE), what);
        JsonObject problem = new JsonObject(response.body().asString());
        assertEquals(response.statusCode(), problem.getInteger("status"), what);
        for (String field : List.of("type", "title", "detail")) {
            assertNotNull(problem.getString(field), () -> what + " without " + field);
        }
    }

    private void described(String verb, String path, Response response, String what) {
        JsonObject operation = operation(verb, path).orElseThrow(() -> new AssertionError(what + ": no such path"));
        JsonObject responses = operation.getJsonObject("responses");
        JsonObject answer = responses.getJsonObject(Integer.toString(response.statusCode()));
        assertNotNull(answer, () -> what + ", which is not described: " + responses.fieldNames());
        if (String.valueOf(response.contentType()).startsWith("application/json")) {
            JsonObject schema = answer.getJsonObject("content")
                    .getJsonObject("application/json")
                    .getJsonObject("schema");
            check(schema, Json.decodeValue(response.body().asString()), what);
        }
    }

    private Optional<JsonObject> operation(String verb, String path) {
        JsonObject paths = description().getJsonObject("paths");
        return paths.fieldNames().stream()
                .filter(template -> path.matches(template.replaceAll("\\{[^}]+}", "[^/]+")))
                // What a path says word for word goes before what a parameter takes.
                .min((one, other) -> Integer.compare(parameters(one), parameters(other)))
                .map(template -> paths.getJsonObject(template).getJsonObject(verb));
    }

    private static int parameters(String template) {
        return (int) template.chars().filter(each -> each == '{').count();
    }

    private void check(@Nullable JsonObject schema, @Nullable Object value, String what) {
        JsonObject known = resolved(schema);
        if (known == null || value == null) {
            return;
        }
        if (value instanceof JsonArray array && known.getJsonObject("items") != null) {
            array.forEach(each -> check(known.getJsonObject("items"), each, what));
        } else if (value instanceof JsonObject object && known.getJsonObject("properties") != null) {
            JsonObject properties = known.getJsonObject("properties");
            object.forEach(field -> {
                assertTrue(
                        properties.containsKey(field.getKey()),
                        () -> what + " with '" + field.getKey() + "', not in " + properties.fieldNames());
                check(properties.getJsonObject(field.getKey()), field.getValue(), what + " " + field.getKey());
            });
        }
    }

    /// What a reference, or a choice of one or nothing, comes to.
    private @Nullable JsonObject resolved(@Nullable JsonObject schema) {
        if (schema == null) {
            return null;
        }
        for (String choice : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.containsKey(choice)) {
                return schema.getJsonArray(choice).stream()
                        .map(JsonObject.class::cast)
                        .filter(each -> each.containsKey("$ref"))
                        .findFirst()
                        .map(this::resolved)
                        .orElse(null);
            }
        }
        String reference = schema.getString("$ref");
        return reference == null
                ? schema
                : description()
                        .getJsonObject("components")
                        .getJsonObject("schemas")
                        .getJsonObject(reference.substring(reference.lastIndexOf('/') + 1));
    }
}
