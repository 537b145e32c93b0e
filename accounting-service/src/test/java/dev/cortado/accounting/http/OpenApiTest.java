package dev.cortado.accounting.http;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.store.TestPlatform;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The description at /q/openapi and the resources say the same.
@QuarkusTest
@QuarkusTestResource(TestPlatform.class)
class OpenApiTest {

    private static final List<Class<?>> RESOURCES = List.of(
            TenantResource.class,
            KeyResource.class,
            LimitResource.class,
            PriceResource.class,
            TagResource.class,
            ProfileResource.class,
            AuditResource.class);

    @Test
    void everyEndpoint_isDescribed() {
        JsonObject paths = paths();
        long described = paths.fieldNames().stream()
                .flatMap(path -> Stream.of("get", "post", "put", "delete")
                        .map(verb -> paths.getJsonObject(path).getJsonObject(verb)))
                .filter(operation -> operation != null && ours(operation))
                .count();
        assertEquals(
                RESOURCES.stream().mapToLong(each -> endpoints(each).count()).sum(), described);
    }

    @Test
    void everyAnswer_isDescribed() {
        JsonObject paths = paths();
        List<String> bare = new ArrayList<>();
        for (String path : paths.fieldNames()) {
            for (String verb : Set.of("get", "post", "put", "delete")) {
                JsonObject operation = paths.getJsonObject(path).getJsonObject(verb);
                if (operation != null && ours(operation) && !isDescribed(operation)) {
                    bare.add(verb + " " + path);
                }
            }
        }
        assertEquals(List.of(), bare);
    }

    @Test
    void everyWrite_takesAnIdempotencyKey() {
        JsonObject paths = paths();
        List<String> without = new ArrayList<>();
        for (String path : paths.fieldNames()) {
            for (String verb : Set.of("post", "put", "delete")) {
                JsonObject operation = paths.getJsonObject(path).getJsonObject(verb);
                if (operation != null && ours(operation) && !operation.encode().contains("\"Idempotency-Key\"")) {
                    without.add(verb + " " + path);
                }
            }
        }
        assertEquals(List.of(), without);
    }

    @Test
    void everyEndpoint_saysWhoMayCallIt() {
        for (Class<?> resource : RESOURCES) {
            endpoints(resource)
                    .forEach(method -> assertTrue(method.isAnnotationPresent(RolesAllowed.class), method::toString));
        }
    }

    @Test
    void listsOfAnyLength_takeAPageSize() {
        JsonObject paths = paths();
        for (String path : List.of(
                "/v1/organisations",
                "/v1/organisations/{id}/teams",
                "/v1/teams/{id}/projects",
                "/v1/projects/{id}/keys",
                "/v1/nodes/{id}/limits",
                "/v1/prices/versions",
                "/v1/audit")) {
            String operation = paths.getJsonObject(path)
                    .getJsonObject("get")
                    .getJsonArray("parameters")
                    .encode();
            assertTrue(operation.contains("\"limit\""), path);
        }
    }

    private static boolean ours(JsonObject operation) {
        return operation.getJsonArray("tags", new io.vertx.core.json.JsonArray()).stream()
                .anyMatch(tag -> RESOURCES.stream()
                        .map(each -> each.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " "))
                        .anyMatch(tag::equals));
    }

    private static boolean isDescribed(JsonObject operation) {
        JsonObject responses = operation.getJsonObject("responses");
        return responses.fieldNames().stream()
                .filter(status -> status.startsWith("2"))
                .anyMatch(status -> {
                    String response = responses.getJsonObject(status).encode();
                    return response.contains("\"schema\":{\"$ref\"")
                            || response.contains("\"type\":\"array\"")
                            || response.contains("\"type\":\"string\"");
                });
    }

    private static Stream<Method> endpoints(Class<?> resource) {
        return Arrays.stream(resource.getDeclaredMethods())
                .filter(method -> Stream.of(GET.class, POST.class, PUT.class, DELETE.class)
                        .anyMatch(method::isAnnotationPresent));
    }

    private static JsonObject paths() {
        return new JsonObject(given().get("/q/openapi?format=json")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .getJsonObject("paths");
    }
}
