package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Callers.admin;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.accounting.configuration.AccountingConfiguration;
import dev.cortado.accounting.configuration.Rules;
import dev.cortado.accounting.lease.LeaseOrder;
import dev.cortado.accounting.lease.LeaseWant;
import dev.cortado.accounting.lease.Recalled;
import dev.cortado.accounting.session.SessionClass;
import dev.cortado.accounting.store.LeaseStore;
import dev.cortado.accounting.store.PathStore;
import dev.cortado.accounting.store.SessionStore;
import dev.cortado.accounting.store.TestPlatform;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.SessionId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Limits as an administrator meets them; routers are sessions of the same stores that serve them.
@QuarkusTest
@QuarkusTestResource(TestPlatform.class)
class LimitAdministrationTest {

    @Inject
    SessionStore sessions;

    @Inject
    LeaseStore leases;

    @Inject
    PathStore paths;

    @Inject
    Pool pool;

    @Inject
    Rules rules;

    @Inject
    AccountingConfiguration configuration;

    private String organisation;
    private String team;
    private long seq;

    @BeforeEach
    void tenant() {
        organisation = id(post("/v1/organisations", "{\"name\": \"l-" + UUID.randomUUID() + "\"}"));
        team = id(post("/v1/organisations/" + organisation + "/teams", "{\"name\": \"team\"}"));
    }

    @AfterEach
    void endSessions() {
        sql("update session set state = 'draining', admit_until = clock_timestamp() - interval '1 second' "
                + "where state <> 'closed'");
    }

    @Test
    void severalLimitsOfOneUnitAndWindow_standBesideEachOther() {
        limit(team, "\"unit\": \"tokens\", \"window\": \"day\", \"cap\": 100").statusCode(201);
        limit(team, "\"unit\": \"tokens\", \"window\": \"day\", \"cap\": 80, \"zone\": \"Pacific/Auckland\"")
                .statusCode(201);
        limit(team, "\"unit\": \"tokens\", \"window\": \"day\", \"cap\": 90, \"hard\": false")
                .statusCode(201);
        admin().get("/v1/nodes/" + team + "/limits").then().body("cap", contains(100, 80, 90));
        admin().get("/v1/nodes/" + team + "/counters").then().body("", hasSize(3));
    }

    @Test
    void limitsOfANode_areShownInPages() {
        for (int cap = 1; cap <= 3; cap++) {
            limit(team, "\"unit\": \"tokens\", \"window\": \"day\", \"cap\": " + cap);
        }
        int second = admin().get("/v1/nodes/" + team + "/limits?limit=2")
                .then()
                .body("cap", contains(1, 2))
                .extract()
                .path("[1].id");
        admin().get("/v1/nodes/" + team + "/limits?limit=2&after=" + second)
                .then()
                .body("cap", contains(3));
        for (String query : List.of("limit=0", "limit=100000", "limit=-1")) {
            admin().get("/v1/nodes/" + team + "/limits?" + query)
                    .then()
                    .statusCode(400)
                    .body("field", equalTo("limit"));
        }
        admin().get("/v1/nodes/" + team + "/limits?after=%25")
                .then()
                .statusCode(400)
                .body("field", equalTo("after"));
    }

    @Test
    void mostLimitsANodeMayHave_anotherIsRefused() {
        for (int i = 0; i < configuration.limitsPerNodeMax(); i++) {
            limit(team, "\"unit\": \"tokens\", \"window\": \"day\", \"cap\": 1").statusCode(201);
        }
        limit(team, "\"unit\": \"tokens\", \"window\": \"day\", \"cap\": 1")
                .statusCode(409)
                .body("detail", containsString("64"));
    }

    @Test
    void badFields_areNamedWithWhatToSend() {
        String good = "\"unit\": \"tokens\", \"window\": \"day\"";
        refused(good + ", \"cap\": -1", "cap");
        refused(good + ", \"cap\": 4611686018427387905", "cap");
        refused(good + ", \"cap\": 99999999999999999999", "cap");
        refused(good + ", \"cap\": 1.5", "cap");
        refused(good + ", \"capUsd\": \"1\"", "capUsd");
        refused("\"unit\": \"nano-usd\", \"window\": \"day\", \"capUsd\": \"-0.1\"", "capUsd");
        refused("\"unit\": \"nano-usd\", \"window\": \"day\", \"capUsd\": \"1e30\"", "capUsd");
        refused("\"unit\": \"nano-usd\", \"window\": \"day\", \"capUsd\": \"4611686018.427387905\"", "capUsd");
        refused("\"unit\": \"tokens\", \"window\": \"fortnight\", \"cap\": 1", "window");
        refused("\"unit\": \"tokens\", \"window\": \"0 days\", \"cap\": 1", "window");
        refused(good + ", \"cap\": 1, \"zone\": \"Mars/Olympus\"", "zone");
        refused(good + ", \"cap\": 1, \"zone\": \"+02:00\"", "zone");
        refused(good + ", \"cap\": 1, \"alertPercents\": [0]", "alertPercents");
        refused(good + ", \"cap\": 1, \"alertPercents\": [1001]", "alertPercents");
        refused(good + ", \"cap\": 1, \"alertPercents\": [null]", "alertPercents");
        refused(good + ", \"cap\": 1, \"alertPercent\": [1]", "alertPercent");
        long limit = id(limit(team, good + ", \"cap\": 1"), "id");
        put(limit, "").statusCode(400).body("field", equalTo("body"));
        put(limit, "\"unit\": \"requests\"").statusCode(400).body("field", equalTo("unit"));
        admin().get("/v1/limits/nonsense").then().statusCode(404);
    }

    @Test
    void greatestCap_isTaken() {
        limit(team, "\"unit\": \"nano-usd\", \"window\": \"total\", \"cap\": 4611686018427387904")
                .statusCode(201)
                .body("capUsd", equalTo("4611686018.427387904"));
    }

    @Test
    void capOfZero_blocksAndSaysSo() {
        long limit = id(
                limit(team, "\"unit\": \"requests\", \"window\": \"day\", \"cap\": 0")
                        .statusCode(201)
                        .body("warnings", hasItem("a hard cap of 0 lets nothing through")),
                "id");
        SessionId session = session("zero-" + team);
        assertEquals(0, lease(session, counter(limit), 5));
    }

    @Test
    void childCapAboveItsParents_isTakenAndSaidSo() {
        limit(organisation, "\"unit\": \"nano-usd\", \"window\": \"month\", \"capUsd\": \"10\"")
                .body("warnings", empty());
        limit(team, "\"unit\": \"nano-usd\", \"window\": \"month\", \"capUsd\": \"20\"")
                .statusCode(201)
                .body("warnings", hasItem(containsString("above that of limit")));
        limit(team, "\"unit\": \"nano-usd\", \"window\": \"day\", \"capUsd\": \"11\"")
                .body("warnings", hasItem(containsString("which is reached first")));
        limit(team, "\"unit\": \"nano-usd\", \"window\": \"total\", \"capUsd\": \"20\"")
                .body("warnings", empty());
        limit(team, "\"unit\": \"tokens\", \"window\": \"month\", \"cap\": 20000000000")
                .body("warnings", empty());
        limit(organisation, "\"unit\": \"nano-usd\", \"window\": \"total\", \"capUsd\": \"5\"")
                .body("warnings", hasItem(containsString("never reached")));
    }

    @Test
    void loweredCap_saysSinceWhenItHolds() {
        long limit = id(limit(team, "\"unit\": \"tokens\", \"window\": \"month\", \"cap\": 1000"), "id");
        CounterId counter = counter(limit);
        SessionId session = session("lowered-" + team);
        lease(session, counter, 600);
        put(limit, "\"cap\": 700").statusCode(200).body("capHolds", equalTo("now"));
        put(limit, "\"cap\": 300").body("capHolds", equalTo("when leases shrink"));
        assertEquals(600, lease(session, counter, 900));
        sql("update lease set posted = 400 where counter = " + counter.value());
        try {
            admin().get("/v1/limits/" + limit)
                    .then()
                    .body("capHolds", equalTo("next window"))
                    .body("warnings", hasItem(containsString("nothing further is granted")));
        } finally {
            sql("update lease set posted = 0 where counter = " + counter.value());
        }
        shrink(session, counter, 100);
        admin().get("/v1/limits/" + limit).then().body("capHolds", equalTo("now"));
        admin().get("/v1/nodes/" + team + "/counters").then().body("[0].cap", equalTo(300));
    }

    @Test
    void softLimitMadeHard_holdsAtOnceForWhatComes() {
        long limit =
                id(limit(team, "\"unit\": \"tokens\", \"window\": \"month\", \"cap\": 100, \"hard\": false"), "id");
        CounterId counter = counter(limit);
        SessionId session = session("hard-" + team);
        assertEquals(500, lease(session, counter, 500));
        put(limit, "\"hard\": true").body("hard", equalTo(true)).body("capHolds", equalTo("when leases shrink"));
        assertEquals(500, lease(session, counter, 600));
        put(limit, "\"hard\": false").body("capHolds", equalTo("now"));
        assertEquals(600, lease(session, counter, 600));
        shrink(session, counter, 0);
    }

    @Test
    void otherZone_startsAtTheNextBoundaryAndSaysWhen() {
        long limit = id(limit(team, "\"unit\": \"tokens\", \"window\": \"month\", \"cap\": 100"), "id");
        counter(limit);
        Instant boundary = endOfNewestCounter(limit);
        assertEquals(1, boundary.atZone(ZoneOffset.UTC).getDayOfMonth());
        put(limit, "\"zone\": \"Pacific/Auckland\"")
                .statusCode(200)
                .body("zone", equalTo("UTC"))
                .body("next.zone", equalTo("Pacific/Auckland"))
                .body("next.window", equalTo("month"))
                .body("next.from", equalTo(boundary.toString()));
        put(limit, "\"zone\": \"UTC\"").body("next", nullValue());
        long total = id(limit(team, "\"unit\": \"tokens\", \"window\": \"total\", \"cap\": 100"), "id");
        put(total, "\"window\": \"day\"").statusCode(409).body("field", equalTo("window"));
    }

    @Test
    void newLimit_isInForceOnceEveryLiveRouterHeardOfIt() {
        SessionId first = session("first-" + team);
        SessionId second = session("second-" + team);
        long limit = id(
                limit(team, "\"unit\": \"tokens\", \"window\": \"day\", \"cap\": 100")
                        .body("inForce", equalTo(false)),
                "id");
        long version = version(limit);
        acknowledge(first, version);
        acknowledge(second, version - 1);
        admin().get("/v1/limits/" + limit).then().body("inForce", equalTo(false));
        acknowledge(second, version);
        admin().get("/v1/limits/" + limit).then().body("inForce", equalTo(true));
    }

    @Test
    void removedLimit_isShownUntilItsRemovalIsInForce() {
        long limit = id(limit(team, "\"unit\": \"tokens\", \"window\": \"day\", \"cap\": 100"), "id");
        SessionId router = session("router-" + team);
        admin().delete("/v1/limits/" + limit)
                .then()
                .statusCode(200)
                .body("removedAt", not(nullValue()))
                .body("inForce", equalTo(false));
        admin().get("/v1/nodes/" + team + "/limits").then().body("", hasSize(1));
        admin().get("/v1/nodes/" + team + "/counters").then().body("", hasSize(0));
        sql("update session set admit_until = clock_timestamp() - interval '1 second' where id = " + router.value());
        admin().get("/v1/limits/" + limit).then().statusCode(200).body("inForce", equalTo(true));
        admin().get("/v1/nodes/" + team + "/limits").then().body("", hasSize(0));
        admin().delete("/v1/limits/" + limit).then().statusCode(404);
        put(limit, "\"cap\": 5").statusCode(404);
    }

    @Test
    void sameKeySameBody_repeatsTheAnswerAndAnotherBodyIsRefused() {
        String key = UUID.randomUUID().toString();
        String body = "{\"unit\": \"tokens\", \"window\": \"day\", \"cap\": 100}";
        int id = admin().header("Idempotency-Key", key)
                .body(body)
                .post("/v1/nodes/" + team + "/limits")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        admin().header("Idempotency-Key", key)
                .body(body)
                .post("/v1/nodes/" + team + "/limits")
                .then()
                .statusCode(201)
                .body("id", equalTo(id));
        admin().header("Idempotency-Key", key)
                .body(body.replace("100", "200"))
                .post("/v1/nodes/" + team + "/limits")
                .then()
                .statusCode(409)
                .body("field", equalTo("Idempotency-Key"));
        admin().get("/v1/nodes/" + team + "/limits").then().body("", hasSize(1));
    }

    private void refused(String fields, String field) {
        limit(team, fields).statusCode(400).body("field", equalTo(field)).body("expected", not(nullValue()));
    }

    private SessionId session(String router) {
        return sessions.register(router, SessionClass.SHORT, rules.sessions())
                .await()
                .indefinitely()
                .session();
    }

    private void acknowledge(SessionId session, long version) {
        sessions.heartbeat(session, version, rules.sessions()).await().indefinitely();
    }

    private long lease(SessionId session, CounterId counter, long want) {
        return order(session, new LeaseWant(counter, 0, want));
    }

    private void shrink(SessionId session, CounterId counter, long total) {
        order(session, new LeaseWant(counter, total, total));
    }

    private long order(SessionId session, LeaseWant want) {
        return ((dev.cortado.accounting.lease.LeaseAnswer.Granted) leases.order(
                                new LeaseOrder(session, ++seq, UUID.randomUUID().toString(), List.of(want)),
                                Recalled.ENOUGH)
                        .await()
                        .indefinitely())
                .grants()
                .getFirst()
                .grantedTotal();
    }

    private CounterId counter(long limit) {
        return paths.counters(team).await().indefinitely().stream()
                .filter(each -> each.limit().value() == limit)
                .findFirst()
                .orElseThrow()
                .counter();
    }

    private long version(long limit) {
        return pool.query("select version from accounting.tenant_limit where id = " + limit)
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }

    /// The end of this window, or of the next one where that was told of already, shortly before it begins.
    private Instant endOfNewestCounter(long limit) {
        return pool.query("select max(end_at) from accounting.counter where tenant_limit = " + limit)
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getOffsetDateTime(0)
                .toInstant();
    }

    private void sql(String statement) {
        pool.query(statement).execute().await().indefinitely();
    }

    private ValidatableResponse limit(String node, String fields) {
        return post("/v1/nodes/" + node + "/limits", "{" + fields + "}");
    }

    private static ValidatableResponse put(long limit, String fields) {
        return admin().body("{" + fields + "}").put("/v1/limits/" + limit).then();
    }

    private static ValidatableResponse post(String path, String body) {
        return admin().body(body).post(path).then();
    }

    private static String id(ValidatableResponse made) {
        return made.statusCode(201).extract().path("id");
    }

    private static long id(ValidatableResponse made, String field) {
        Number id = made.statusCode(201).extract().path(field);
        return id.longValue();
    }
}
