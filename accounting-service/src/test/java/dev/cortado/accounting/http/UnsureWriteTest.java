package dev.cortado.accounting.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.cortado.accounting.store.TestPlatform;
import dev.cortado.accounting.store.TestStandby;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// Administrative writes whose wait for the synchronous standby is cancelled.
@QuarkusTest
@QuarkusTestResource(TestPlatform.class)
class UnsureWriteTest {

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url = "";

    private final String name = "team-" + UUID.randomUUID();
    private final String key = UUID.randomUUID().toString();

    @Test
    void cancelledWrite_is503_andItsRepetitionToo_untilTheStandbyHasIt() {
        try (TestStandby standby = new TestStandby(url)) {
            standby.goAway();
            standby.cancellingAll(() -> {
                write().statusCode(503).body("type", equalTo("urn:cortado:problem:unavailable"));
                write().statusCode(503);
            });
        }
        String id =
                write().statusCode(201).body("name", equalTo(name)).extract().path("id");
        write().statusCode(201).body("id", equalTo(id));
    }

    private ValidatableResponse write() {
        return given().header(
                        "Authorization", "Bearer " + Tokens.of("platform-admin").sign())
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body("{\"name\": \"" + name + "\"}")
                .post("/v1/organisations/org-demo/teams")
                .then();
    }
}
