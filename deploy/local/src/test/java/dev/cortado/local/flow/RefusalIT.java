package dev.cortado.local.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every way to be refused: what the client is told, and that nothing is left behind, neither hold nor entry.
class RefusalIT {

    private static final Duration PART_LIMIT = Duration.ofMinutes(2);
    /// The default of `cortado.gateway.admission.body-bytes-max`.
    private static final int BODY_BYTES_MAX = 4 * 1024 * 1024;

    private static final Duration HOLDS_END_WITHIN = Duration.ofSeconds(5);

    /// The stack asks its tiers whether they answer, also while a part is stopped or comes back: what nothing was heard
    /// of is given up after 34 s.
    private static final Duration TIERS_ASKED_WITHIN = Duration.ofSeconds(45);
    private static final String SMALL = """
            {"model":"small","max_tokens":4,"messages":[{"role":"user","content":"Say yes."}]}""";

    private static final String UNKNOWN_MODEL = """
            {"model":"no-such","messages":[{"role":"user","content":"x"}]}""";

    /// Routers and gateways are told at once; a refusal is remembered for a few seconds.
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(10);

    private static StackUnderTest stack;

    private Tenants.Tenant tenant;

    @BeforeAll
    static void startStack() throws IOException, InterruptedException {
        stack = StackUnderTest.shared();
    }

    @BeforeEach
    void makeTenant() {
        tenant = new Tenants(stack).create("refused", "1");
    }

    @Test
    void suspendedTenant_isForbidden() throws InterruptedException {
        new Tenants(stack).suspend(tenant);

        JsonNode error = refused(403, stack.chat(tenant.key(), SMALL));

        assertEquals("account_suspended", error.path("code").asText(), error::toString);
    }

    @Test
    void suspendedProject_isForbiddenByNameUntilItResumes() throws InterruptedException {
        assertEquals(200, stack.chat(tenant.key(), SMALL).statusCode());
        stack.admin("POST", "/v1/projects/" + tenant.project() + "/suspend", "");
        HttpResponse<String> answer = stack.chat(tenant.key(), SMALL);
        for (long end = System.nanoTime() + HEARD_WITHIN.toNanos();
                answer.statusCode() == 200 && System.nanoTime() < end;
                answer = stack.chat(tenant.key(), SMALL)) {
            Thread.sleep(100);
        }

        JsonNode error = shape(403, answer);

        assertEquals("account_suspended", error.path("code").asText(), error::toString);
        awaitNoHold();
        assertTrue(error.path("message").asText().contains("project " + tenant.project()), error::toString);
        stack.admin("POST", "/v1/projects/" + tenant.project() + "/resume", "");
        int status = 403;
        for (long end = System.nanoTime() + HEARD_WITHIN.toNanos(); status == 403 && System.nanoTime() < end; ) {
            Thread.sleep(100);
            status = stack.chat(tenant.key(), SMALL).statusCode();
        }
        assertEquals(200, status);
    }

    @Test
    void utilityAboveEveryVariant_saysWhatIsReachable() throws InterruptedException {
        JsonNode error = refused(422, stack.chat(tenant.key(), """
                {"model":"auto","messages":[{"role":"user","content":"x"}],"cortado":{"utility_min":0.99}}"""));

        assertEquals("utility_unreachable", error.path("code").asText(), error::toString);
        assertEquals("0.819", error.at("/cortado/utility_reachable").asText(), error::toString);
        assertEquals("0.819", error.at("/cortado/send_utility_min").asText(), error::toString);
    }

    @Test
    void unknownModel_isNamedWithThoseThatExist() throws InterruptedException {
        JsonNode error = refused(404, stack.chat(tenant.key(), UNKNOWN_MODEL));

        assertEquals("model_not_found", error.path("code").asText(), error::toString);
        for (String tier : new String[] {"small", "medium", "large"}) {
            assertTrue(error.path("message").asText().contains(tier), error::toString);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    max_tokens       | {"model":"small","max_tokens":-1,"messages":[{"role":"user","content":"x"}]}
                    messages         | {"model":"small","messages":[]}
                    messages[0].role | {"model":"small","messages":[{"role":"wizard","content":"x"}]}
                    n                | {"model":"small","n":0,"messages":[{"role":"user","content":"x"}]}
                    """)
    void badField_isNamed(String field, String body) throws InterruptedException {
        JsonNode error = refused(400, stack.chat(tenant.key(), body));

        assertEquals(field, error.path("param").asText(), error::toString);
    }

    @Test
    void bodyThatIsNotJson_isRefused() throws InterruptedException {
        refused(400, stack.chat(tenant.key(), "{\"model\":"));
    }

    @Test
    void otherContentType_isRefused() throws InterruptedException {
        JsonNode error = refused(
                415,
                stack.send(completion()
                        .header("Authorization", "Bearer " + tenant.key())
                        .setHeader("Content-Type", "text/plain")
                        .build()));

        assertEquals("Content-Type", error.path("param").asText(), error::toString);
    }

    private static HttpRequest.Builder completion() {
        return HttpRequest.newBuilder(URI.create(stack.stack().baseUrl() + "/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(SMALL));
    }

    @Test
    void wrongKey_isUnauthorized() throws InterruptedException {
        String key = tenant.key();
        String wrong = key.substring(0, key.length() - 1) + (key.endsWith("0") ? "1" : "0");

        JsonNode error = refused(401, stack.chat(wrong, SMALL));

        assertEquals("invalid_api_key", error.path("code").asText(), error::toString);
    }

    @Test
    void missingKey_isUnauthorized() throws InterruptedException {
        JsonNode error = refused(401, stack.send(completion().build()));

        assertEquals("invalid_api_key", error.path("code").asText(), error::toString);
    }

    @Test
    void bodyOverTheLimit_isRefused_namingWhatIsTooLarge() throws InterruptedException {
        String body = SMALL.replace("Say yes.", "a".repeat(BODY_BYTES_MAX));

        JsonNode error = refused(413, stack.chat(tenant.key(), body));

        assertEquals("body", error.path("param").asText(), error::toString);
        assertEquals("request_too_large", error.path("code").asText(), error::toString);
    }

    @Test
    void speakersName_isNotServedYet_andNamed() throws InterruptedException {
        JsonNode error = refused(400, stack.chat(tenant.key(), SMALL.replace("\"role\"", "\"name\":\"eve\",\"role\"")));

        assertEquals("messages[0].name", error.path("param").asText(), error::toString);
    }

    @Test
    void unknownPath_andWrongMethod_haveTheirShapes() throws InterruptedException {
        JsonNode notFound = refused(404, stack.get(tenant.key(), "/no/such/path"));
        assertEquals("unknown_url", notFound.path("code").asText(), notFound::toString);

        HttpResponse<String> answer = stack.get(tenant.key(), "/chat/completions");
        refused(405, answer);
        String allowed = answer.headers().firstValue("allow").orElse("");
        assertTrue(List.of(allowed.split(", ", -1)).contains("POST"), answer.headers()::toString);
    }

    @Test
    void exhaustedBudget_saysWhatIsLeftAndWhenItRenews_andNotToRetry() throws InterruptedException {
        tenant = new Tenants(stack).create("exhausted", "0.000000001");

        HttpResponse<String> answer = stack.chat(tenant.key(), SMALL);
        JsonNode error = refused(429, answer);

        assertEquals("insufficient_quota", error.path("code").asText(), error::toString);
        assertEquals(
                0,
                new java.math.BigDecimal("0.000000001")
                        .compareTo(new java.math.BigDecimal(
                                error.at("/cortado/budget_remaining_usd").asText())),
                error::toString);
        assertTrue(Instant.parse(error.at("/cortado/renews_at").asText()).isAfter(Instant.now()), error::toString);
        assertEquals("false", answer.headers().firstValue("x-should-retry").orElse(""));
    }

    @Test
    void noNodeOfThePool_isUnavailableForAWhile() throws IOException, InterruptedException {
        withoutPart("inference-large", () -> refused(503, stack.chat(tenant.key(), """
                {"model":"large","max_tokens":4,"messages":[{"role":"user","content":"x"}]}""")));
    }

    @Test
    void routerDown_isUnavailableForAWhile() throws IOException, InterruptedException {
        withoutPart("router", () -> retryLater(stack.chat(tenant.key(), SMALL)));
    }

    /// The gateway knows the key already; it is the budget that cannot be asked for.
    @Test
    void accountingDown_isUnavailableForAWhile() throws IOException, InterruptedException {
        refused(404, stack.chat(tenant.key(), UNKNOWN_MODEL));
        withoutPart("accounting", () -> {
            retryLater(stack.chat(tenant.key(), SMALL));
            awaitNoHold();
        });
    }

    private interface Asking {
        void ask() throws InterruptedException;
    }

    /// Holds a part, asks, starts the part again, and waits until requests are served as before.
    private void withoutPart(String part, Asking asking) throws IOException, InterruptedException {
        awaitNoHold(TIERS_ASKED_WITHIN);
        stack.stack().hold(part, PART_LIMIT);
        try {
            asking.ask();
        } finally {
            stack.stack().release(part, PART_LIMIT);
        }
        awaitNoHold(TIERS_ASKED_WITHIN);
        leavesNothing();
        long end = System.nanoTime() + PART_LIMIT.toNanos();
        String body = part.equals("inference-large") ? SMALL.replace("small", "large") : SMALL;
        HttpResponse<String> answer = stack.chat(stack.demoKey(), body);
        while (answer.statusCode() != 200) {
            assertTrue(System.nanoTime() < end, answer::body);
            Thread.sleep(200);
            answer = stack.chat(stack.demoKey(), body);
        }
    }

    private JsonNode refused(int status, HttpResponse<String> answer) throws InterruptedException {
        JsonNode error = shape(status, answer);
        leavesNothing();
        return error;
    }

    private void retryLater(HttpResponse<String> answer) {
        shape(503, answer);
    }

    /// OpenAI's shape; a 503 says when to come again.
    private static JsonNode shape(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer::body);
        JsonNode error = StackUnderTest.json(answer).path("error");
        assertFalse(error.path("message").asText().isBlank(), answer::body);
        assertFalse(error.path("type").asText().isBlank(), answer::body);
        assertTrue(error.has("param") && error.has("code"), answer::body);
        if (status == 503) {
            long seconds =
                    Long.parseLong(answer.headers().firstValue("retry-after").orElseThrow());
            assertTrue(seconds > 0, () -> "retry after " + seconds);
        }
        return error;
    }

    private void leavesNothing() throws InterruptedException {
        awaitNoHold();
        assertEquals(new Books.Spent(0, 0), stack.books().spent(tenant.organisation()));
        assertEquals(0, stack.books().entries(tenant.project()));
    }

    private static void awaitNoHold() throws InterruptedException {
        awaitNoHold(HOLDS_END_WITHIN);
    }

    private static void awaitNoHold(Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        long open = stack.holdsOpen();
        while (open > 0 && System.nanoTime() < end) {
            Thread.sleep(50);
            open = stack.holdsOpen();
        }
        // Not read again: the stack may ask a tier at any moment.
        assertEquals(0, open, () -> "open holds, by the router's store: " + stack.attemptsOpen());
    }
}
