package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Callers.admin;
import static dev.cortado.accounting.http.Callers.as;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.store.TestPlatform;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// Administration as an asker meets it: the real service on a real database; the broker and Keycloak are away.
@QuarkusTest
@QuarkusTestResource(TestPlatform.class)
class AdministrationTest {

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url = "";

    @Test
    void withoutToken_is401InTheOneShape() {
        given().get("/v1/organisations")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .body("type", equalTo("urn:cortado:problem:unauthorized"));
    }

    @Test
    void pathTricks_openNothing() {
        for (String path : List.of(
                "//v1/organisations",
                "/v1//organisations",
                "/v1/organisations;x=y",
                "/v1/%2forganisations",
                "/v1/organisations/.",
                "/v1/organisations%00",
                "/V1/organisations")) {
            int status = given().urlEncodingEnabled(false).get(path).statusCode();
            org.junit.jupiter.api.Assertions.assertTrue(
                    status == 401 || status == 404 || status == 400, path + " answered " + status);
        }
    }

    @Test
    void tokenOfAnotherAudienceOrIssuerOrKey_is401() {
        for (String token : List.of(
                Tokens.of("platform-admin").audience("other").sign(),
                Tokens.of("platform-admin").issuer("http://elsewhere").sign(),
                Tokens.of("platform-admin").expired().sign(),
                Tokens.of("platform-admin").signedByAnother().sign(),
                Tokens.of("platform-admin").unsigned().sign())) {
            given().header("Authorization", "Bearer " + token)
                    .get("/v1/organisations")
                    .then()
                    .statusCode(401);
        }
    }

    @Test
    void viewer_mayNotWrite() {
        as(Tokens.person().group("/demo/role:viewer"))
                .body("{\"name\": \"x\"}")
                .post("/v1/organisations/org-demo/teams")
                .then()
                .statusCode(403)
                .body("type", equalTo("urn:cortado:problem:forbidden"));
    }

    @Test
    void organisationAdmin_seesOnlyTheirs() {
        String name = "o-" + UUID.randomUUID();
        String id = admin().body("{\"name\": \"" + name + "\"}")
                .post("/v1/organisations")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        as(Tokens.person().group("/demo/role:organisation-admin"))
                .get("/v1/organisations")
                .then()
                .statusCode(200)
                .body("name", everyItem(equalTo("demo")));
        as(Tokens.person().group("/demo/role:organisation-admin"))
                .get("/v1/organisations/" + id + "/teams")
                .then()
                .statusCode(404);
        as(Tokens.person().group("/" + name + "/role:organisation-admin"))
                .body("{\"name\": \"t\"}")
                .post("/v1/organisations/" + id + "/teams")
                .then()
                .statusCode(201);
        as(Tokens.person().group("/" + name + "/role:organisation-admin"))
                .body("{\"unit\": \"nano-usd\", \"window\": \"month\", \"capUsd\": \"1000000\"}")
                .post("/v1/nodes/" + id + "/limits")
                .then()
                .statusCode(403);
    }

    @Test
    void writeWithoutIdempotencyKey_isToldToSendOne() {
        given().header("Authorization", "Bearer " + Tokens.of("platform-admin").sign())
                .contentType("application/json")
                .body("{\"name\": \"keyless\"}")
                .post("/v1/organisations")
                .then()
                .statusCode(400)
                .body("field", equalTo("Idempotency-Key"));
    }

    @Test
    void key_showsItsSecretOnceAndIsRevoked() {
        String idempotencyKey = UUID.randomUUID().toString();
        ValidatableResponse made = admin().header("Idempotency-Key", idempotencyKey)
                .body("{\"name\": \"ci\"}")
                .post("/v1/projects/project-demo/keys")
                .then()
                .statusCode(201)
                .body("secret", matchesPattern("ck_[0-9a-z]{16}_[0-9A-Za-z]{49}"));
        String id = made.extract().path("key.id");
        admin().header("Idempotency-Key", idempotencyKey)
                .body("{\"name\": \"ci\"}")
                .post("/v1/projects/project-demo/keys")
                .then()
                .statusCode(201)
                .header("Idempotent-Replayed", "true")
                .body("key.id", equalTo(id))
                .body("secret", equalTo(""));
        admin().header("Idempotency-Key", idempotencyKey)
                .body("{\"name\": \"another\"}")
                .post("/v1/projects/project-demo/keys")
                .then()
                .statusCode(409)
                .body("field", equalTo("Idempotency-Key"));
        admin().get("/v1/projects/project-demo/keys")
                .then()
                .statusCode(200)
                .body("id", hasItem(id))
                .body("[0].secret", nullValue());
        admin().post("/v1/keys/" + id + "/revoke").then().statusCode(200).body("state", equalTo("revoked"));
    }

    @Test
    void badFields_areNamedWithWhatToSend() {
        problem("/v1/organisations", "{\"name\": \"a b\"}", 400, "name");
        problem("/v1/organisations", "{}", 400, "name");
        problem("/v1/organisations", "{\"name\": \"x\", \"nome\": \"y\"}", 400, "nome");
        problem("/v1/nodes/org-demo/limits", "{\"unit\": \"euro\"}", 400, "unit");
        problem("/v1/nodes/org-demo/limits", "{\"unit\": \"tokens\", \"window\": \"day\"}", 400, "cap");
        problem("/v1/nodes/org-demo/limits", "{\"unit\": \"tokens\", \"window\": \"day\", \"cap\": -1}", 400, "cap");
        problem(
                "/v1/nodes/org-demo/limits",
                "{\"unit\": \"nano-usd\", \"window\": \"day\", \"capUsd\": \"1.0000000001\"}",
                400,
                "capUsd");
        problem(
                "/v1/nodes/org-demo/limits",
                "{\"unit\": \"tokens\", \"window\": \"day\", \"cap\": 1, \"zone\": \"Mars\"}",
                400,
                "zone");
        problem("/v1/organisations", "{\"name\": \"demo\"}", 409, "name");
        admin().body("no json")
                .post("/v1/organisations")
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:cortado:problem:malformed_json"));
        admin().contentType("text/plain")
                .body("x")
                .post("/v1/organisations")
                .then()
                .statusCode(415);
        admin().delete("/v1/organisations").then().statusCode(405);
        admin().get("/v1/usage/nonsense").then().statusCode(400).body("field", equalTo("reservation"));
    }

    @Test
    void limit_isMadeCountedAndItsCapChanged() {
        String team = admin().body("{\"name\": \"t-" + UUID.randomUUID() + "\"}")
                .post("/v1/organisations/org-demo/teams")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        int id = admin().body("{\"unit\": \"nano-usd\", \"window\": \"month\", \"capUsd\": \"2.5\"}")
                .post("/v1/nodes/" + team + "/limits")
                .then()
                .statusCode(201)
                .body("cap", equalTo(2_500_000_000L))
                .extract()
                .path("id");
        admin().body("{\"capUsd\": \"0.5\"}")
                .put("/v1/limits/" + id)
                .then()
                .statusCode(200)
                .body("capUsd", equalTo("0.5"))
                .body("capHolds", equalTo("now"))
                .body("inForce", equalTo(true));
        admin().get("/v1/nodes/" + team + "/counters")
                .then()
                .statusCode(200)
                .body("[0].capUsd", equalTo("0.5"))
                .body("[0].spentUsd", equalTo("0"));
    }

    @Test
    void prices_areShownAndANewVersionIsInForce() {
        admin().get("/v1/prices")
                .then()
                .statusCode(200)
                .body("prices.find { it.variant == 'small' }.promptUsdPerMillion", equalTo("0.02"));
        String version = "v-" + UUID.randomUUID();
        String book = "{\"version\": \"" + version + "\", \"prices\": [{\"variant\": \"small\", "
                + "\"promptUsdPerMillion\": \"0.02\", \"completionUsdPerMillion\": \"0.09\"}]}";
        admin().body(book).post("/v1/prices").then().statusCode(201);
        admin().get("/v1/prices").then().body("version", equalTo(version));
        problem("/v1/prices", book, 409, "version");
    }

    @Test
    void spendOfAnUnusedProjectIsZeroAndTheBooksAgree() {
        as(Tokens.person().group("/demo/role:viewer"))
                .get("/v1/nodes/project-demo/spend")
                .then()
                .statusCode(200)
                .body("chargedUsd", equalTo("0"))
                .body("asOf", not(nullValue()));
        admin().get("/v1/ledger/verify").then().statusCode(200).body("balanced", equalTo(true));
        admin().get("/v1/usage/01a20a4e-756f-7ca4-950c-3c9b98cacba2").then().statusCode(404);
    }

    @Test
    void suspendedOrganisation_isShownSoAndResumes() {
        String id = admin().body("{\"name\": \"s-" + UUID.randomUUID() + "\"}")
                .post("/v1/organisations")
                .then()
                .extract()
                .path("id");
        admin().post("/v1/organisations/" + id + "/suspend")
                .then()
                .statusCode(200)
                .body("state", equalTo("suspended"));
        admin().post("/v1/organisations/" + id + "/resume")
                .then()
                .statusCode(200)
                .body("state", equalTo("active"));
        admin().post("/v1/organisations/nobody/suspend").then().statusCode(404);
    }

    @Test
    void suspendedTeamProjectAndKey_areShownSoAndResume() {
        String organisation = made("/v1/organisations", "{\"name\": \"s-" + UUID.randomUUID() + "\"}", "id");
        String team = made("/v1/organisations/" + organisation + "/teams", "{\"name\": \"team\"}", "id");
        String project = made("/v1/teams/" + team + "/projects", "{\"name\": \"project\"}", "id");
        String key = made("/v1/projects/" + project + "/keys", "{\"name\": \"key\"}", "key.id");
        for (String each : List.of("teams/" + team, "projects/" + project, "keys/" + key)) {
            for (String change : List.of("suspend", "suspend", "resume")) {
                admin().post("/v1/" + each + "/" + change)
                        .then()
                        .statusCode(200)
                        .body("state", equalTo(change.equals("resume") ? "active" : "suspended"));
            }
        }
        admin().get("/v1/audit?node=" + team)
                .then()
                .statusCode(200)
                .body("entries.findAll { it.action == 'suspend team' }.size()", equalTo(2));
        admin().post("/v1/keys/" + key + "/revoke").then().statusCode(200);
        admin().post("/v1/keys/" + key + "/resume").then().statusCode(409).body("field", equalTo("state"));
        admin().post("/v1/teams/" + project + "/suspend").then().statusCode(404);
    }

    @Test
    void keyThatIsRevokedWhileItIsSuspended_staysRevoked() throws Exception {
        String organisation = made("/v1/organisations", "{\"name\": \"s-" + UUID.randomUUID() + "\"}", "id");
        String team = made("/v1/organisations/" + organisation + "/teams", "{\"name\": \"team\"}", "id");
        String project = made("/v1/teams/" + team + "/projects", "{\"name\": \"project\"}", "id");
        String key = made("/v1/projects/" + project + "/keys", "{\"name\": \"key\"}", "key.id");
        String named = "id = '" + key + "'";
        try (Connection revoking = DriverManager.getConnection(url, "postgres", "postgres");
                Statement revocation = revoking.createStatement();
                Connection watching = DriverManager.getConnection(url, "postgres", "postgres");
                Statement watch = watching.createStatement()) {
            revoking.setAutoCommit(false);
            revocation.execute(
                    "update accounting.api_key set state = 'revoked', revoked_at = clock_timestamp() where " + named);
            CompletableFuture<Integer> suspended = CompletableFuture.supplyAsync(
                    () -> admin().post("/v1/keys/" + key + "/suspend").statusCode());
            awaitOne(
                    watch,
                    "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%api_key%'");
            revoking.commit();

            assertEquals(409, suspended.get(10, TimeUnit.SECONDS));
            awaitOne(watch, "select count(*) from accounting.api_key where state = 'revoked' and " + named);
        }
    }

    private static void awaitOne(Statement statement, String count) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            try (ResultSet row = statement.executeQuery(count)) {
                row.next();
                if (row.getLong(1) >= 1) {
                    return;
                }
            }
            assertTrue(System.nanoTime() < until, count);
            Thread.sleep(20);
        }
    }

    private static String made(String path, String body, String field) {
        return admin().body(body).post(path).then().statusCode(201).extract().path(field);
    }

    @Test
    void serviceWithoutBrokerAndKeycloak_isReady() {
        given().get("/q/health/ready").then().statusCode(200);
    }

    private static void problem(String path, String body, int status, String field) {
        admin().body(body)
                .post(path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("field", equalTo(field))
                .body("expected", not(nullValue()));
    }
}
