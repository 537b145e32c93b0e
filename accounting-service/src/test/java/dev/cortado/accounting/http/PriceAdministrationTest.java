package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Callers.admin;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.accounting.store.TestPlatform;
import dev.cortado.accounting.tenant.WriteOrder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The price book as an administrator meets it. Every book keeps the price of `small` that other tests look at.
@QuarkusTest
@QuarkusTestResource(TestPlatform.class)
class PriceAdministrationTest {

    private static final String HEADER =
            "variant,pool,lane,prompt_usd_per_million,cached_prompt_usd_per_million,cache_write_usd_per_million,"
                    + "completion_usd_per_million\n";
    private static final String SMALL = "small,,realtime,0.02,,,0.08\n";

    @Inject
    Pool pool;

    private final String version = "v-" + UUID.randomUUID();

    @Test
    void preview_saysWhatChangesAndPublishesNothing() {
        importBook("", HEADER + SMALL + "old,,realtime,1,1,1,1\nchanging,,,1,,,2\n")
                .statusCode(201);
        String next = "w-" + UUID.randomUUID();
        csv(HEADER + SMALL + "changing,,,1,,,3\nnew,cpu-large,batch,0.5,0.05,0.6,1.5\n")
                .post("/v1/prices/import?preview=true&version=" + next)
                .then()
                .statusCode(200)
                .body("preview", equalTo(true))
                .body("follows", equalTo(version))
                .body("added.variant", contains("new"))
                .body("removed.variant", contains("old"))
                .body("changed", hasSize(1))
                .body("changed[0].before.completionUsdPerMillion", equalTo("2"))
                .body("changed[0].after.completionUsdPerMillion", equalTo("3"))
                .body("unchanged", equalTo(1));
        admin().get("/v1/prices?version=" + next).then().statusCode(404);
    }

    @Test
    void badLines_areAllListedByTheirNumbersAndNothingIsTaken() {
        importBook(
                        "",
                        HEADER
                                + SMALL
                                + "a b,,,1,,,1\n"
                                + "\"quoted\",,,1,,,1\n"
                                + "negative,,,-1,,,1\n"
                                + "toomuch,,,1000001,,,1\n"
                                + "digits,,,0.0000001,,,1\n"
                                + "lane,,slow,1,,,1\n"
                                + "short,,,1\n"
                                + "quoted,,realtime,1,,,1\n"
                                + "text,,,free,,,1\n"
                                + "missing,,,,,,1\n"
                                + "zero,,,0,,,1\n")
                .statusCode(400)
                .body("type", equalTo("urn:cortado:problem:invalid_lines"))
                .body("lines.line", contains(3, 5, 6, 7, 8, 9, 10, 11, 12, 13))
                .body("lines[0].field", equalTo("variant"))
                .body("lines[6].detail", containsString("line 4"))
                .body("lines[9].expected", containsString("free=true"));
        admin().get("/v1/prices?version=" + version).then().statusCode(404);
    }

    @Test
    void wrongColumns_areNamed() {
        importBook("", "variant,price\nsmall,1\n").statusCode(400).body("field", equalTo("line 1"));
        importBook("", HEADER).statusCode(400).body("field", equalTo("body"));
        importBook("", "").statusCode(400);
        importBook("", HEADER + "\"open,,,1,,,1\n").statusCode(400);
    }

    @Test
    void priceOfZero_needsToBeMeant() {
        importBook("", HEADER + SMALL + "gift,,,0,,,0\n").statusCode(400);
        importBook("&free=true", HEADER + SMALL + "gift,,,0,,,0\n").statusCode(201);
        String json = "{\"version\": \"x-" + version + "\", \"prices\": [{\"variant\": \"small\", "
                + "\"promptUsdPerMillion\": \"0.02\", \"completionUsdPerMillion\": \"0\"}]}";
        admin().body(json)
                .post("/v1/prices")
                .then()
                .statusCode(400)
                .body("field", equalTo("prices[0]"))
                .body("expected", containsString("free=true"));
    }

    @Test
    void cachedTokens_mayBeFree_asInABookThatIsMeasured() {
        importBook(
                        "",
                        "variant,pool,prompt_usd_per_million,completion_usd_per_million,cached_prompt_usd_per_million\n"
                                + "small,cpu-small,0.250000,1.250000,0\n")
                .statusCode(201);
        admin().get("/v1/prices/export?version=" + version)
                .then()
                .statusCode(200)
                .body(containsString("small,cpu-small,realtime,0.25,0,0,1.25"));
    }

    @Test
    void exportedVersion_importsAsTheSame() {
        importBook("", HEADER + SMALL + "-dash,@pool,batch,0.000001,0.5,1000000,3\n")
                .statusCode(201);
        String exported = admin().get("/v1/prices/export?version=" + version)
                .then()
                .statusCode(200)
                .contentType(containsString("text/csv"))
                .body(containsString("'-dash,'@pool,batch,0.000001,0.5,1000000,3"))
                .extract()
                .asString();
        csv(exported)
                .post("/v1/prices/import?preview=true&version=again")
                .then()
                .statusCode(200)
                .body("follows", equalTo(version))
                .body("unchanged", equalTo(2))
                .body("added", empty())
                .body("removed", empty())
                .body("changed", empty());
    }

    @Test
    void versionOfTheFuture_isNotInForceYet() {
        Instant at = Instant.now().plus(Duration.ofDays(30));
        importBook("&effectiveAt=" + at, HEADER + SMALL).statusCode(201);
        admin().get("/v1/prices").then().body("version", not(equalTo(version)));
        admin().get("/v1/prices/versions?limit=1")
                .then()
                .body("[0].version", equalTo(version))
                .body("[0].inForce", equalTo(false));
        for (String time : new String[] {"2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "tomorrow"}) {
            importBook("&effectiveAt=" + time, HEADER + SMALL).statusCode(400).body("field", equalTo("effectiveAt"));
        }
    }

    @Test
    void sameVersionTwice_isRefusedAndSameKeyRepeatsTheAnswer() {
        String key = UUID.randomUUID().toString();
        for (boolean repeated : new boolean[] {false, true}) {
            String header = csv(HEADER + SMALL)
                    .header("Idempotency-Key", key)
                    .post("/v1/prices/import?version=" + version)
                    .then()
                    .statusCode(201)
                    .extract()
                    .header("Idempotent-Replayed");
            assertEquals(repeated ? "true" : null, header);
        }
        csv(HEADER + SMALL + "more,,,1,,,1\n")
                .header("Idempotency-Key", key)
                .post("/v1/prices/import?version=" + version)
                .then()
                .statusCode(409)
                .body("field", equalTo("Idempotency-Key"));
        importBook("", HEADER + SMALL).statusCode(409).body("field", equalTo("version"));
    }

    @Test
    void repetition_isAnswered_afterTheTimeThatItAsksFor() {
        String passed = "2020-01-01T00:00:00Z";
        String csv = HEADER + SMALL;
        answeredBefore(
                "import prices",
                "version " + version + ", effectiveAt " + passed + ", free false, CSV of SHA-256 "
                        + Fields.sha256(csv));
        csv(csv).header("Idempotency-Key", version + "import prices")
                .post("/v1/prices/import?version=" + version + "&effectiveAt=" + passed)
                .then()
                .statusCode(201)
                .header("Idempotent-Replayed", equalTo("true"))
                .body("version", equalTo(version));
        PriceResource.NewBook book = new PriceResource.NewBook(
                version, passed, List.of(new PriceResource.NewPrice("small", null, null, "0.02", null, null, "0.08")));
        answeredBefore("publish prices", book.toString());
        publish(version, passed)
                .statusCode(201)
                .header("Idempotent-Replayed", equalTo("true"))
                .body("version", equalTo(version));
        publish("another", passed).statusCode(409).body("field", equalTo("Idempotency-Key"));
        admin().get("/v1/prices?version=" + version).then().statusCode(404);
    }

    @Test
    void publication_forATimeThatHasPassed_isRefused() {
        publish(version, "2020-01-01T00:00:00Z").statusCode(400).body("field", equalTo("effectiveAt"));
        csv(HEADER + SMALL)
                .post("/v1/prices/import?preview=true&effectiveAt=2020-01-01T00:00:00Z&version=" + version)
                .then()
                .statusCode(400)
                .body("field", equalTo("effectiveAt"));
        admin().get("/v1/prices?version=" + version).then().statusCode(404);
    }

    @Test
    void importedBook_isAudited() {
        importBook("", HEADER + SMALL).statusCode(201);
        admin().get("/v1/audit?limit=1")
                .then()
                .body("entries[0].action", equalTo("import prices"))
                .body("entries[0].node", equalTo("prices/" + version));
        given().header(
                        "Authorization",
                        "Bearer "
                                + Tokens.person()
                                        .group("/demo/role:organisation-admin")
                                        .sign())
                .contentType("text/csv")
                .body(HEADER + SMALL)
                .post("/v1/prices/import?version=x")
                .then()
                .statusCode(403);
    }

    /// As if the request had come while its time was still ahead.
    private void answeredBefore(String action, String fingerprint) {
        WriteOrder order = new WriteOrder("tester", version + action, fingerprint, action);
        pool.preparedQuery("insert into idempotent_write (actor, key, request_hash, status, answer)"
                        + " values ($1, $2, decode($3, 'hex'), 200, $4)")
                .executeAndAwait(Tuple.of(
                        order.actor(),
                        order.idempotencyKey(),
                        order.requestHash(),
                        new JsonObject().put("version", version)));
    }

    private ValidatableResponse publish(String named, String effectiveAt) {
        return admin().header("Idempotency-Key", version + "publish prices")
                .body("{\"version\": \"" + named + "\", \"effectiveAt\": \"" + effectiveAt
                        + "\", \"prices\": [{\"variant\": \"small\", \"promptUsdPerMillion\": \"0.02\","
                        + " \"completionUsdPerMillion\": \"0.08\"}]}")
                .post("/v1/prices")
                .then();
    }

    private ValidatableResponse importBook(String more, String body) {
        return csv(body).post("/v1/prices/import?version=" + version + more).then();
    }

    private static RequestSpecification csv(String body) {
        return given().filter(IdempotencyKeys.FILTER)
                .filter(DescribedAnswers.FILTER)
                .header("Authorization", "Bearer " + Tokens.of("platform-admin").sign())
                .contentType("text/csv")
                .body(body);
    }
}
