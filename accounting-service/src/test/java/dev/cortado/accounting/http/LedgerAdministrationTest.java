package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Callers.admin;
import static dev.cortado.accounting.http.Callers.as;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.cortado.accounting.store.TestPlatform;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Corrections, credit, months, rates, quarantine and the check of the books, as an asker meets them.
@QuarkusTest
@QuarkusTestResource(TestPlatform.class)
class LedgerAdministrationTest {

    private static final String UNKNOWN = "01a20a4e-756f-7ca4-950c-3c9b98cacba2";

    @Test
    void correction_ofUnknownUsageOrWithBadFields_isToldSo() {
        post("/v1/corrections", correction(UNKNOWN, "refund", "\"0.01\"")).statusCode(404);
        post("/v1/corrections", correction("nonsense", "refund", "\"0.01\""))
                .statusCode(400)
                .body("field", equalTo("reservation"));
        post("/v1/corrections", correction(UNKNOWN, "gift", "\"0.01\""))
                .statusCode(400)
                .body("field", equalTo("kind"));
        post("/v1/corrections", correction(UNKNOWN, "refund", "\"-0.01\""))
                .statusCode(400)
                .body("field", equalTo("amountUsd"));
        post("/v1/corrections", correction(UNKNOWN, "refund", "\"0.0000000001\""))
                .statusCode(400)
                .body("field", equalTo("amountUsd"));
        as(Tokens.of("organisation-admin").group("/demo"))
                .header("Idempotency-Key", "k")
                .body(correction(UNKNOWN, "refund", "\"0.01\""))
                .post("/v1/corrections")
                .then()
                .statusCode(403);
    }

    @Test
    void credit_isToppedUpOnceForEachKeyAndRead() {
        String team = team();
        admin().get("/v1/nodes/" + team + "/credit").then().statusCode(404);
        String key = UUID.randomUUID().toString();
        String body = "{\"amountUsd\": \"12.5\", \"reason\": \"invoice 7\"}";
        for (String replayed : new String[] {null, "true"}) {
            admin().header("Idempotency-Key", key)
                    .body(body)
                    .post("/v1/nodes/" + team + "/credit")
                    .then()
                    .statusCode(201)
                    .header("Idempotent-Replayed", replayed == null ? nullValue() : equalTo(replayed))
                    .body("balanceNanoUsd", equalTo(12_500_000_000L));
        }
        admin().get("/v1/nodes/" + team + "/credit")
                .then()
                .statusCode(200)
                .body("balanceUsd", equalTo("12.5"))
                .body("spentNanoUsd", equalTo(0));
        admin().get("/v1/nodes/" + team + "/credit/top-ups")
                .then()
                .statusCode(200)
                .body("reason", hasItem("invoice 7"));
        admin().get("/v1/nodes/" + team + "/limits").then().body("window", hasItem("total"));
        post("/v1/nodes/" + team + "/credit", "{\"amountUsd\": \"-1\", \"reason\": \"x\"}")
                .statusCode(400)
                .body("field", equalTo("amountUsd"));
        post("/v1/nodes/" + team + "/credit", "{\"amountNanoUsd\": 4611686018427387904, \"reason\": \"x\"}")
                .statusCode(409)
                .body("field", equalTo("amount"));
        post("/v1/nodes/" + team + "/credit", "{\"amountUsd\": \"1\"}")
                .statusCode(400)
                .body("field", equalTo("reason"));
    }

    @Test
    void limitOfACredit_isRuledByTopUpsAlone() {
        String team = team();
        post("/v1/nodes/" + team + "/credit", "{\"amountUsd\": \"5\", \"reason\": \"invoice 9\"}")
                .statusCode(201);
        int limit =
                admin().get("/v1/nodes/" + team + "/limits").then().extract().path("[0].id");
        for (String body : new String[] {"{\"capUsd\": \"9\"}", "{\"hard\": false}"}) {
            admin().body(body)
                    .put("/v1/limits/" + limit)
                    .then()
                    .statusCode(409)
                    .body("field", equalTo("limit"))
                    .body("detail", containsString("/v1/nodes/" + team + "/credit"));
        }
        admin().delete("/v1/limits/" + limit).then().statusCode(409).body("field", equalTo("limit"));
        admin().body("{\"alertPercents\": [80]}")
                .put("/v1/limits/" + limit)
                .then()
                .statusCode(200);
        admin().get("/v1/nodes/" + team + "/credit").then().body("balanceUsd", equalTo("5"));
    }

    @Test
    void month_isClosedOnceOver() {
        YearMonth past = YearMonth.now(ZoneOffset.UTC).minusMonths(3);
        admin().post("/v1/periods/" + past + "/close").then().statusCode(200).body("state", equalTo("closed"));
        admin().post("/v1/periods/" + past + "/close").then().statusCode(200).body("closedAt", not(nullValue()));
        admin().get("/v1/periods/" + past.minusMonths(1)).then().statusCode(200).body("state", equalTo("open"));
        admin().post("/v1/periods/" + YearMonth.now(ZoneOffset.UTC) + "/close")
                .then()
                .statusCode(409)
                .body("field", equalTo("month"));
        admin().post("/v1/periods/yesterday/close").then().statusCode(400).body("field", equalTo("month"));
        as(Tokens.of("viewer").group("/demo"))
                .post("/v1/periods/" + past + "/close")
                .then()
                .statusCode(403);
    }

    @Test
    void poolRate_ofTheBootstrapFile_isThereFromTheStart() {
        admin().get("/v1/pool-rates?pool=cpu-bootstrapped")
                .then()
                .statusCode(200)
                .body("nanoUsdPerHour", hasItem(90_000_000));
        admin().get("/v1/pool-rates?pool=cpu-powered")
                .then()
                .statusCode(200)
                .body("nanoUsdPerHour", hasItem(1_410_000_000))
                .body("hardwareNanoUsdPerHour", hasItem(1_200_000_000));
    }

    @Test
    void poolRate_isAddedListedAndNeverInThePast() {
        String pool = "pool-" + UUID.randomUUID();
        post("/v1/pool-rates", "{\"pool\": \"" + pool + "\", \"usdPerHour\": \"1.428\"}")
                .statusCode(201)
                .body("nanoUsdPerHour", equalTo(1_428_000_000));
        admin().get("/v1/pool-rates?pool=" + pool)
                .then()
                .statusCode(200)
                .body("[0].nanoUsdPerHour", equalTo(1_428_000_000));
        post(
                        "/v1/pool-rates",
                        "{\"pool\": \"" + pool
                                + "\", \"usdPerHour\": \"1\", \"effectiveAt\": \"2020-01-01T00:00:00Z\"}")
                .statusCode(409)
                .body("field", equalTo("effectiveAt"));
        post("/v1/pool-rates", "{\"pool\": \"" + pool + "\", \"usdPerHour\": \"-1\"}")
                .statusCode(400)
                .body("field", equalTo("usdPerHour"));
        post("/v1/pool-rates", "{\"pool\": \"" + pool + "\", \"usdPerHour\": \"1\", \"effectiveAt\": \"soon\"}")
                .statusCode(400)
                .body("field", equalTo("effectiveAt"));
    }

    @Test
    void poolRate_withPower_addsItsElectricity() {
        String pool = "pool-" + UUID.randomUUID();
        post(
                        "/v1/pool-rates",
                        "{\"pool\": \"" + pool
                                + "\", \"usdPerHour\": \"1.2\", \"watts\": 700, \"pue\": 1.5, \"usdPerKilowattHour\": \"0.2\"}")
                .statusCode(201)
                .body("nanoUsdPerHour", equalTo(1_410_000_000))
                .body("hardwareNanoUsdPerHour", equalTo(1_200_000_000));
        refusedPower(pool, "\"watts\": -1, \"usdPerKilowattHour\": \"0.2\"", "watts");
        refusedPower(pool, "\"watts\": 10, \"pue\": 0.9, \"usdPerKilowattHour\": \"0.2\"", "pue");
        refusedPower(pool, "\"watts\": 10", "usdPerKilowattHour");
        refusedPower(pool, "\"pue\": 1.2", "pue");
    }

    private static void refusedPower(String pool, String power, String field) {
        post("/v1/pool-rates", "{\"pool\": \"" + pool + "\", \"usdPerHour\": \"1\", " + power + "}")
                .statusCode(400)
                .body("field", equalTo(field));
    }

    @Test
    void quarantine_isListedAndWhatIsNotThereIsToldSo() {
        admin().get("/v1/quarantine").then().statusCode(200);
        admin().get("/v1/quarantine?state=resolved").then().statusCode(200);
        admin().get("/v1/quarantine?state=lost").then().statusCode(400).body("field", equalTo("state"));
        admin().get("/v1/quarantine/999").then().statusCode(404);
        admin().post("/v1/quarantine/999/replay").then().statusCode(404);
        post("/v1/quarantine/999/dismiss", "{\"reason\": \"x\"}").statusCode(404);
        as(Tokens.of("organisation-admin").group("/demo"))
                .get("/v1/quarantine")
                .then()
                .statusCode(403);
    }

    @Test
    void verify_isPagedAndBalanced() {
        admin().get("/v1/ledger/verify?limit=1").then().statusCode(200).body("balanced", equalTo(true));
        admin().get("/v1/ledger/verify?after=nonsense").then().statusCode(400).body("field", equalTo("after"));
    }

    private static String team() {
        return admin().body("{\"name\": \"t-" + UUID.randomUUID() + "\"}")
                .post("/v1/organisations/org-demo/teams")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static String correction(String reservation, String kind, String usd) {
        return "{\"reservation\": \"" + reservation + "\", \"kind\": \"" + kind + "\", \"amountUsd\": " + usd
                + ", \"reason\": \"a reason\"}";
    }

    private static ValidatableResponse post(String path, String body) {
        return admin().header("Idempotency-Key", UUID.randomUUID().toString())
                .body(body)
                .post(path)
                .then();
    }
}
