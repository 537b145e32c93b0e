package dev.cortado.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.v1.FinishReason;
import dev.cortado.contracts.v1.GenerationDelta;
import dev.cortado.contracts.v1.RouteRefused;
import dev.cortado.contracts.v1.RouteRequest;
import dev.cortado.contracts.v1.ToolCallDelta;
import dev.cortado.gateway.fake.Client;
import dev.cortado.gateway.fake.FakeAccounting;
import dev.cortado.gateway.fake.FakeNode;
import dev.cortado.gateway.fake.FakePlatform;
import dev.cortado.gateway.fake.FakePlatformResource;
import dev.cortado.gateway.fake.FakeRouter;
import dev.cortado.gateway.fake.TestKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `Idempotency-Key` over real HTTP and a real PostgreSQL.
@QuarkusTest
@QuarkusTestResource(FakePlatformResource.class)
class IdempotencyTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final String JSON = "Content-Type: application/json";
    private static final String ALICE = "Authorization: Bearer " + TestKeys.key(FakePlatform.PUBLIC_ID);
    private static final String KEY = "Idempotency-Key: order-1";
    private static final String OTHER_KEY = "Idempotency-Key: order-2";
    private static final String BODY = body("");
    private static final String STREAM = body(", \"stream\": true");

    FakePlatform platform;

    @Inject
    Pool pool;

    @TestHTTPResource("/")
    URI base;

    @BeforeEach
    void reset() throws Exception {
        platform.reset();
        for (int i = 0; i < 100 && !sqlWorks("truncate idempotency"); i++) {
            Thread.sleep(100);
        }
    }

    private String rate(String body, String key) throws IOException {
        try (Client client = new Client(base.getPort())) {
            return client.send("POST", "/v1/feedback", body, ALICE, JSON, key).readAll();
        }
    }

    @Test
    void feedback_sameKey_isAnsweredAgainWithoutASecondRating() throws Exception {
        String body = "{\"decision_id\": \"" + FakeRouter.KNOWN_DECISION + "\", \"score\": 0.5}";
        String first = rate(body, KEY);
        assertTrue(first.startsWith("HTTP/1.1 200 "), first);
        String again = rate(body, KEY);
        assertTrue(again.startsWith("HTTP/1.1 200 ") && again.contains("idempotency-replayed: true"), again);
        assertEquals(1, platform.router.rated.size());
        String otherwise = rate(body.replace("0.5", "0.6"), KEY);
        assertTrue(otherwise.startsWith("HTTP/1.1 422 ") || otherwise.startsWith("HTTP/1.1 409 "), otherwise);
        String unknown = rate("{\"decision_id\": \"x\", \"score\": 1}", OTHER_KEY);
        assertTrue(unknown.startsWith("HTTP/1.1 404 "), unknown);
        String fixed = rate(body, OTHER_KEY);
        assertTrue(fixed.startsWith("HTTP/1.1 200 "), fixed);
    }

    private boolean sqlWorks(String sql) throws InterruptedException {
        return pool.query(sql)
                .execute()
                .map(true)
                .otherwise(false)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static String body(String more) {
        return "{\"model\": \"auto\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]" + more + "}";
    }

    private String chat(String body, String... headers) throws IOException {
        String[] all = new String[headers.length + 1];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = JSON;
        try (Client client = new Client(base.getPort())) {
            return client.send("POST", CHAT, body, all).readAll();
        }
    }

    private static void assertStatus(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    }

    private static String content(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static Optional<String> header(String answer, String name) {
        return Pattern.compile("(?im)^" + name + ": (.*?)\r?$")
                .matcher(answer.substring(0, answer.indexOf("\r\n\r\n")))
                .results()
                .map(found -> found.group(1))
                .findFirst();
    }

    private RouteRequest routed() throws InterruptedException {
        RouteRequest routed = platform.router.routed.poll(5, TimeUnit.SECONDS);
        assertNotNull(routed, "nothing was routed");
        return routed;
    }

    @Test
    void choicesAndCalls_areReplayedAsTheyWere_inOneChunkEach() throws Exception {
        platform.node.play(FakeNode.sends(
                List.of(
                        GenerationDelta.newBuilder().setIndex(1).setText("b").build(),
                        GenerationDelta.newBuilder().setText("a").build(),
                        call("call_1", "f", ""),
                        call("", "", "{}")),
                FinishReason.FINISH_REASON_TOOL_CALLS,
                FinishReason.FINISH_REASON_STOP));
        String more = ", \"n\": 2, \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"f\"}}]";
        String first = content(chat(body(more), ALICE, KEY));
        assertEquals(first, content(chat(body(more), ALICE, KEY)));
        String streamed = more + ", \"stream\": true";
        chat(body(streamed), ALICE, "Idempotency-Key: order-2");
        String again = chat(body(streamed), ALICE, "Idempotency-Key: order-2");
        assertEquals("true", header(again, "idempotency-replayed").orElse(""));
        assertTrue(
                again.contains("\"delta\":{\"content\":\"a\",\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":"
                        + "\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}"),
                again);
        assertTrue(again.contains("\"index\":1,\"delta\":{\"content\":\"b\"}"), again);
        assertEquals(2, platform.node.generated.size());
    }

    private static GenerationDelta call(String id, String name, String arguments) {
        return GenerationDelta.newBuilder()
                .addToolCalls(ToolCallDelta.newBuilder().setId(id).setName(name).setArgumentsJson(arguments))
                .build();
    }

    @Test
    void sameRequestAgain_isTheFirstAnswer_withoutASecondCharge() throws Exception {
        String first = chat(BODY, ALICE, KEY);
        String second = chat(BODY, ALICE, KEY);
        assertStatus(200, first);
        assertStatus(200, second);
        assertEquals(content(first), content(second));
        assertEquals(header(first, "cortado-decision-id"), header(second, "cortado-decision-id"));
        assertEquals(header(first, "content-type"), header(second, "content-type"));
        assertEquals(Optional.empty(), header(first, "idempotency-replayed"));
        assertEquals(Optional.of("true"), header(second, "idempotency-replayed"));
        assertEquals(1, platform.router.routed.size());
        assertEquals(1, platform.node.generated.size());
        assertEquals(1, platform.router.settled.size());
    }

    @Test
    void sameStreamAgain_isTheFirstAnswer_withoutASecondCharge() throws Exception {
        String first = chat(STREAM, ALICE, KEY);
        String second = chat(STREAM, ALICE, KEY);
        assertStatus(200, second);
        assertEquals(Optional.of("true"), header(second, "idempotency-replayed"));
        assertEquals(Optional.of("text/event-stream; charset=utf-8"), header(second, "content-type"));
        assertTrue(content(second).contains("\"content\":\"Hello, world\""), second);
        assertTrue(content(second).endsWith("data: [DONE]\n\n"), second);
        Pattern finish = Pattern.compile("data: (\\{.*\"finish_reason\":\"stop\".*})");
        assertEquals(
                finish.matcher(first).results().findFirst().orElseThrow().group(1),
                finish.matcher(second).results().findFirst().orElseThrow().group(1));
        assertEquals(1, platform.router.routed.size());
    }

    @Test
    void sameKey_withAnotherBody_is422AndRunsNothing() throws Exception {
        assertStatus(200, chat(BODY, ALICE, KEY));
        for (String another : new String[] {STREAM, BODY + " "}) {
            String answer = chat(another, ALICE, KEY);
            assertStatus(422, answer);
            assertTrue(answer.contains("\"param\":\"Idempotency-Key\""), answer);
            assertTrue(answer.contains("\"code\":\"idempotency_key_reused\""), answer);
        }
        assertStatus(422, chat(BODY, ALICE, KEY, "Cortado-Utility-Min: 0.5"));
        assertEquals(1, platform.router.routed.size());
    }

    /// FIELD: one idempotency key used by another account returns the first account's data.
    @Test
    void idempotencyKey_usedByAnotherAccount_neverReturnsTheFirstAccountsData() throws Exception {
        platform.node.play(FakeNode.says("for alice only"));
        assertTrue(chat(BODY, ALICE, KEY).contains("for alice only"));
        platform.node.play(FakeNode.says("for the other"));
        platform.accounting.keys.put("idem000000000000", FakeAccounting.tenant("org-idem"));
        platform.accounting.keys.put("idem111111111111", FakeAccounting.keyed("org-demo", "idem111111111111"));
        for (String publicId : new String[] {"idem000000000000", "idem111111111111"}) {
            String answer = chat(BODY, "Authorization: Bearer " + TestKeys.key(publicId), KEY);
            assertStatus(200, answer);
            assertTrue(answer.contains("for the other"), answer);
            assertEquals(Optional.empty(), header(answer, "idempotency-replayed"));
            assertStatus(
                    200,
                    chat(STREAM, "Authorization: Bearer " + TestKeys.key(publicId), "Idempotency-Key: " + publicId));
        }
        assertTrue(chat(BODY, ALICE, KEY).contains("for alice only"));
    }

    @Test
    void unknownEnd_withAKey_mayBeRepeated() throws Exception {
        platform.node.play(FakeNode.breaks());
        String answer = chat(BODY, ALICE, KEY);
        assertStatus(503, answer);
        assertTrue(header(answer, "retry-after").isPresent(), answer);
        assertEquals(Optional.empty(), header(answer, "x-should-retry"));
    }

    @Test
    void keyInFlight_is409WithRetryAfter() throws Exception {
        platform.node.play(FakeNode.stalls("one"));
        try (Client client = new Client(base.getPort())) {
            client.send("POST", CHAT, STREAM, ALICE, KEY, JSON).readUntil("one");
            String answer = chat(STREAM, ALICE, KEY);
            assertStatus(409, answer);
            assertTrue(header(answer, "retry-after").isPresent(), answer);
            assertTrue(answer.contains("\"code\":\"idempotency_key_in_use\""), answer);
            assertStatus(422, chat(BODY, ALICE, KEY));
        }
        assertEquals(1, platform.router.routed.size());
    }

    @Test
    void answerLostToADisconnect_isRunAgainAsARerunOfTheFirstReservation() throws Exception {
        platform.node.play(FakeNode.stalls("one"));
        String decision;
        try (Client client = new Client(base.getPort())) {
            String head = client.send("POST", CHAT, STREAM, ALICE, KEY, JSON).readUntil("one");
            decision = header(head + "\r\n\r\n", "cortado-decision-id").orElseThrow();
        }
        assertTrue(routed().getRerunOf().isEmpty());
        assertNotNull(platform.router.settled.poll(5, TimeUnit.SECONDS));
        platform.node.play(FakeNode.says("again"));
        String answer = chat(STREAM, ALICE, KEY);
        for (int i = 0; i < 50 && answer.startsWith("HTTP/1.1 409"); i++) {
            Thread.sleep(50);
            answer = chat(STREAM, ALICE, KEY);
        }
        assertStatus(200, answer);
        assertEquals(decision, routed().getRerunOf());
        assertNotEquals(decision, header(answer, "cortado-decision-id").orElseThrow());
        assertTrue(content(chat(STREAM, ALICE, KEY)).contains("\"content\":\"again\""));
    }

    @Test
    void answerLostEachTime_isNotRunForEver() throws Exception {
        platform.node.play(FakeNode.breaks("half"));
        for (int run = 0; run < 2; run++) {
            assertStatus(502, chat(BODY, ALICE, KEY));
        }
        String answer = chat(BODY, ALICE, KEY);
        assertStatus(409, answer);
        assertTrue(answer.contains("\"code\":\"idempotent_answer_lost\""), answer);
        assertEquals(Optional.of("false"), header(answer, "x-should-retry"));
        assertEquals(2, platform.node.generated.size());
    }

    @Test
    void refusalThatCostNothing_leavesTheKeyFree() throws Exception {
        platform.router.refuse(RouteRefused.newBuilder().setReason(RouteRefused.Reason.NO_NODE));
        assertStatus(503, chat(BODY, ALICE, KEY));
        assertStatus(503, chat(STREAM, ALICE, KEY));
        platform.reset();
        String answer = chat(BODY, ALICE, KEY);
        assertStatus(200, answer);
        assertTrue(routed().getRerunOf().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Idempotency-Key: ", "Idempotency-Key: two words", "Idempotency-Key: caf\u00E9"})
    void keyThatIsNone_is400ByName(String header) throws Exception {
        String answer = chat(BODY, ALICE, header);
        assertStatus(400, answer);
        assertTrue(answer.contains("\"param\":\"Idempotency-Key\""), answer);
        assertTrue(platform.router.routed.isEmpty());
    }

    @Test
    void keyTooLong_orTwice_is400ByName() throws Exception {
        assertStatus(200, chat(BODY, ALICE, "Idempotency-Key: " + "k".repeat(255)));
        assertStatus(400, chat(BODY, ALICE, "Idempotency-Key: " + "k".repeat(256)));
        assertStatus(400, chat(BODY, ALICE, KEY, KEY));
    }

    @Test
    void databaseAway_isA503ForRequestsWithAKeyOnly() throws Exception {
        assertTrue(sqlWorks("alter table idempotency rename to hidden"));
        try {
            String answer = chat(BODY, ALICE, KEY);
            assertStatus(503, answer);
            assertTrue(header(answer, "retry-after").isPresent(), answer);
            assertTrue(platform.router.routed.isEmpty());
            assertStatus(200, chat(BODY, ALICE));
        } finally {
            assertTrue(sqlWorks("alter table hidden rename to idempotency"));
        }
        assertStatus(200, chat(BODY, ALICE, KEY));
    }

    @Test
    void badRequest_isToldBeforeTheKeyIsTaken() throws Exception {
        assertStatus(400, chat("{}", ALICE, KEY));
        String answer = chat(BODY, ALICE, KEY);
        assertStatus(200, answer);
        assertFalse(header(answer, "idempotency-replayed").isPresent());
    }
}
