package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Callers.admin;
import static dev.cortado.accounting.http.Callers.as;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.store.TestPlatform;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Reports as an asker meets them, with a thousand attempts of a tenant in the books.
@QuarkusTest
@QuarkusTestResource(TestPlatform.class)
class SpendResourceTest {

    private static final int ATTEMPTS = 1_000;

    @Inject
    Pool pool;

    private String name;
    private String organisation;
    private String team;

    @BeforeEach
    void tenantWithUsage() {
        name = "s-" + UUID.randomUUID();
        organisation = make("/v1/organisations", "{\"name\": \"" + name + "\"}");
        team = make("/v1/organisations/" + organisation + "/teams", "{\"name\": \"team\"}");
        String project = make("/v1/teams/" + team + "/projects", "{\"name\": \"project\"}");
        pool.query("""
                insert into usage (day, reservation, attempt, payload_hash, session, leases, counters, units, held,
                    charged, price_version, cost, charge, operator_borne, bearer, organisation, team, project, key,
                    subject, variant, pool, lane, prompt_tokens, cached_prompt_tokens, cache_write_tokens,
                    completion_tokens, finish_reason, busy_seconds, partition, log_offset, appended_at, busy_micros,
                    operator_cost, meter_pico_usd, meter_charge, metadata, period, carried)
                select (now() at time zone 'UTC')::date, uuidv7(), 1, '', 1, '{}', '{}', '{}', '{}', '{}', 'v1', 7, 7,
                    0, 'tenant', '%s', '%s', '%s', '', 's', '=variant-' || n, 'cpu', 'realtime', 3, 1, 0, 4, 'stop', 0,
                    0, 0, now(), 0, 2, '{2000,1000,0,4000}', '{2,1,0,4}', '{"feature": "chat"}',
                    date_trunc('month', now() at time zone 'UTC'), false
                from generate_series(1, %d) n""".formatted(organisation, team, project, ATTEMPTS))
                .execute()
                .await()
                .indefinitely();
    }

    @Test
    void page_hasItsLinesAndWhereTheNextBegins() {
        String next = viewer().get("/v1/spend?node=" + organisation + "&group=node&group=tag:feature,variant&limit=600")
                .then()
                .statusCode(200)
                .body("lines", hasSize(600))
                .body("lines[0].by.team", equalTo(team))
                .body("lines[0].names.team", equalTo("team"))
                .body("lines[0].by.'tag:feature'", equalTo("chat"))
                .body("lines[0].meters.cached_prompt.tokens", equalTo(1))
                .body("asOf", notNullValue())
                .extract()
                .path("next");
        viewer().get("/v1/spend?node=" + organisation + "&group=node&group=tag:feature,variant&limit=600&cursor="
                        + next)
                .then()
                .statusCode(200)
                .body("lines", hasSize(400))
                .body("next", nullValue());
    }

    @Test
    void operatorCost_isShownToPlatformAdminsOnly() {
        viewer().get("/v1/spend?node=" + organisation)
                .then()
                .statusCode(200)
                .body("lines[0].chargeUsd", equalTo("0.000007"))
                .body("lines[0].requests", equalTo(ATTEMPTS))
                .body("lines[0].marginUsd", nullValue())
                .body("lines[0].operatorCostNanoUsd", nullValue());
        admin().get("/v1/spend?node=" + organisation)
                .then()
                .statusCode(200)
                .body("lines[0].operatorCostNanoUsd", equalTo(2 * ATTEMPTS))
                .body("lines[0].marginUsd", equalTo("0.000005"));
        for (RequestSpecification csv : List.of(viewer(), admin())) {
            String head = csv.accept("text/csv")
                    .get("/v1/spend?node=" + organisation)
                    .asString()
                    .lines()
                    .findFirst()
                    .orElseThrow();
            assertTrue(head.startsWith("requests,prompt_tokens,prompt_charge_usd"), head);
        }
        assertTrue(!viewer().accept("text/csv")
                .get("/v1/spend?node=" + organisation)
                .asString()
                .contains("margin"));
        assertTrue(admin().accept("text/csv")
                .get("/v1/spend?node=" + organisation)
                .asString()
                .contains("margin_usd"));
    }

    @Test
    void csv_isWholeAndSafeToOpen_byHeaderOrByParameter() {
        Response byHeader = viewer().accept("text/csv").get("/v1/spend?node=" + organisation + "&group=variant");
        assertEquals(200, byHeader.statusCode());
        assertTrue(byHeader.contentType().startsWith("text/csv"), byHeader.contentType());
        List<String> lines = byHeader.asString().lines().toList();
        assertEquals(ATTEMPTS + 1, lines.size());
        assertTrue(lines.stream().skip(1).allMatch(line -> line.startsWith("'=variant-")), lines.get(1));
        assertEquals(
                byHeader.asString(),
                viewer().get("/v1/spend?node=" + organisation + "&group=variant&format=csv")
                        .asString());
    }

    @Test
    void focus_hasARowForEachMeterOfEachSku() {
        List<String> rows = viewer().get("/v1/spend/focus?node=" + organisation + "&format=csv")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .toList();
        assertEquals(3 * ATTEMPTS + 1, rows.size());
        assertTrue(rows.getFirst().startsWith("AllocatedMethodDetails,"), rows.getFirst());
        assertTrue(rows.get(1).contains("\"{\"\"feature\"\":\"\"chat\"\"}\""), rows.get(1));
    }

    @Test
    void streamThatFailsBeforeItsFirstRow_isAnsweredAsAProblem() {
        overflow();
        viewer().accept("text/csv")
                .get("/v1/spend?node=" + organisation + "&group=day")
                .then()
                .statusCode(500)
                .contentType("application/problem+json");
        pool.query("delete from usage where organisation = '" + organisation + "'")
                .execute()
                .await()
                .indefinitely();
    }

    @Test
    void streamThatFailsLater_isCutSoThatNobodyTakesAPartForTheWhole() {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + RestAssured.port + "/test/broken-stream"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThrows(IOException.class, () -> client.send(request, BodyHandlers.ofString()));
        }
    }

    /// A stream whose second line cannot be read.
    @Path("/test/broken-stream")
    public static class BrokenStream {
        @GET
        @Produces("text/csv")
        public Multi<String> broken() {
            return CsvStream.of(
                    "head\r\n",
                    Multi.createBy()
                            .concatenating()
                            .streams(
                                    Multi.createFrom().item("1\r\n"),
                                    Multi.createFrom().failure(new IllegalStateException("a test's"))));
        }
    }

    @Test
    void questionsThatCannotBeAnswered_areRefusedByName() {
        refused("?node=" + organisation + "&group=colour", "group");
        refused("?node=" + organisation + "&group=day,day", "group");
        refused("?node=" + organisation + "&group=tag:", "group");
        refused("?node=" + organisation + "&zone=Mars", "zone");
        refused("?node=" + organisation + "&window=fortnight", "window");
        refused("?node=" + organisation + "&window=total", "window");
        refused("?node=" + organisation + "&window=day&from=2026-11-01", "window");
        refused("?node=" + organisation + "&from=yesterday", "from");
        refused("?node=" + organisation + "&from=2020-01-01", "from");
        refused("?node=" + organisation + "&from=2026-11-02&to=2026-11-01", "from");
        refused("?node=" + organisation + "&period=November", "period");
        refused("?node=" + organisation + "&tag=x", "tag");
        refused("?node=" + organisation + "&limit=100000", "limit");
        refused("?node=" + organisation + "&group=day&cursor=x", "cursor");
        viewer().get("/v1/spend").then().statusCode(400).body("field", equalTo("node"));
        admin().get("/v1/spend?group=organisation&window=day").then().statusCode(200);
        given().get("/v1/spend?node=" + organisation).then().statusCode(401);
    }

    @Test
    void periodsBooks_areFoundWithoutNamingDays() {
        String period = java.time.YearMonth.now(java.time.ZoneOffset.UTC).toString();
        viewer().get("/v1/spend?node=" + team + "&group=period,carried&period=" + period)
                .then()
                .statusCode(200)
                .body("lines", hasSize(1))
                .body("lines[0].by.period", equalTo(period))
                .body("lines[0].by.carried", equalTo("false"))
                .body("lines[0].requests", equalTo(ATTEMPTS));
    }

    @Test
    void periodsBooks_holdCorrectionsOfWhatIsOlderThanAReportMayCover() {
        String id = "uuidv7(interval '-700 days')";
        pool.query("""
                select make_usage_partitions(d, d)
                from (select (now() at time zone 'UTC')::date - 700 + n as d from generate_series(-1, 1) n) near;
                insert into usage (day, reservation, attempt, payload_hash, session, leases, counters, units, held,
                    charged, price_version, cost, charge, operator_borne, bearer, organisation, team, project, key,
                    subject, variant, pool, lane, prompt_tokens, cached_prompt_tokens, cache_write_tokens,
                    completion_tokens, finish_reason, busy_seconds, partition, log_offset, appended_at, busy_micros,
                    operator_cost, meter_pico_usd, meter_charge, metadata, period, carried)
                select (uuid_extract_timestamp(id) at time zone 'UTC')::date, id, 1, '', 1, '{}', '{}', '{}', '{}',
                    '{}', 'v1', 7, 7, 0, 'tenant', organisation, team, project, '', 's', 'old', 'cpu', 'realtime', 3,
                    1, 0, 4, 'stop', 0, 0, 0, now(), 0, 2, '{2000,1000,0,4000}', '{2,1,0,4}', '{}',
                    date_trunc('month', uuid_extract_timestamp(id) at time zone 'UTC'), false
                from (select %s as id) made, (select organisation, team, project from usage
                    where organisation = '%s' limit 1) tenant;
                insert into correction (day, reservation, attempt, kind, amount, reason, actor, period, batch)
                select day, reservation, 1, 'refund', 5, 'test', 'test', date_trunc('month', now() at time zone 'UTC'),
                    nextval('entry_batch') from usage where organisation = '%s' and variant = 'old'""".formatted(id, organisation, organisation))
                .execute()
                .await()
                .indefinitely();
        String period = java.time.YearMonth.now(java.time.ZoneOffset.UTC).toString();
        viewer().get("/v1/spend?node=" + organisation + "&variant=old&period=" + period)
                .then()
                .statusCode(200)
                .body("lines[0].correctionsUsd", equalTo("-0.000000005"));
        viewer().get("/v1/spend?node=" + organisation + "&group=day&period=" + period + "&to=9999-01-01")
                .then()
                .statusCode(200)
                .body("lines", hasSize(0));
        refused("?node=" + organisation + "&period=%2B999999999-11", "period");
        String bill = viewer().accept("text/csv")
                .get("/v1/spend/focus?node=" + organisation + "&period=" + period)
                .asString();
        assertTrue(bill.contains("old"), bill);
    }

    @Test
    void forecast_saysWhereALimitWillStand() {
        String limit = make("/v1/nodes/" + team + "/limits", """
                {"unit": "nano-usd", "window": "month", "capUsd": "5"}""");
        viewer().get("/v1/limits/" + limit + "/forecast")
                .then()
                .statusCode(200)
                .body("capUsd", equalTo("5"))
                .body("spentUsd", equalTo("0"))
                .body("method", notNullValue())
                .body("capReachedAt", nullValue());
        String total = make("/v1/nodes/" + team + "/limits", """
                {"unit": "requests", "window": "total", "cap": 5}""");
        viewer().get("/v1/limits/" + total + "/forecast")
                .then()
                .statusCode(200)
                .body("state", equalTo("endless"))
                .body("atEnd", nullValue());
        viewer().get("/v1/limits/999999999/forecast").then().statusCode(404);
    }

    /// Two charges whose sum is more than the ledger can hold.
    private void overflow() {
        pool.query("""
                update usage set charge = 4611686018427387904, cost = 4611686018427387904,
                    meter_charge = array[4611686018427387904, 0, 0, 0]
                where organisation = '%s'""".formatted(organisation)).execute().await().indefinitely();
    }

    private void refused(String question, String field) {
        viewer().get("/v1/spend" + question)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", equalTo(field))
                .body("expected", notNullValue());
    }

    private RequestSpecification viewer() {
        return as(Tokens.person().group("/" + name + "/role:viewer"));
    }

    private static String make(String path, String body) {
        return admin().body(body)
                .post(path)
                .then()
                .statusCode(201)
                .extract()
                .path("id")
                .toString();
    }
}
