package dev.cortado.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.v1.EstimatePolicyRequest;
import dev.cortado.contracts.v1.FinishReason;
import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.contracts.v1.IdentityChanged;
import dev.cortado.contracts.v1.IdentityRefused;
import dev.cortado.contracts.v1.RefusalReason;
import dev.cortado.contracts.v1.RoutePolicy;
import dev.cortado.contracts.v1.RouteRefused;
import dev.cortado.contracts.v1.RouteRequest;
import dev.cortado.contracts.v1.SettleRequest;
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
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The real routes over real HTTP and gRPC, with the rest of the platform faked behind gRPC.
@QuarkusTest
@QuarkusTestResource(FakePlatformResource.class)
class GatewayTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final String JSON = "Content-Type: application/json";
    private static final String KEY = "Authorization: Bearer " + TestKeys.key(FakePlatform.PUBLIC_ID);
    private static final String STREAM = body(", \"stream\": true");

    FakePlatform platform;

    @TestHTTPResource("/")
    URI base;

    @BeforeEach
    void reset() {
        platform.reset();
    }

    private static String body(String more) {
        return "{\"model\": \"auto\", \"messages\": [{\"role\": \"developer\", \"content\": \"Be brief.\"},"
                + " {\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"Hi\"}]}]" + more + "}";
    }

    private String send(String method, String path, String body, String... headers) throws IOException {
        try (Client client = new Client(base.getPort())) {
            return client.send(method, path, body, headers).readAll();
        }
    }

    private String chat(String body) throws IOException {
        return send("POST", CHAT, body, KEY, JSON);
    }

    private static void assertStatus(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    }

    private SettleRequest settled() throws InterruptedException {
        SettleRequest settled = platform.router.settled.poll(5, TimeUnit.SECONDS);
        assertNotNull(settled, "nothing was settled");
        return settled;
    }

    @Test
    void chat_whole_carriesAnswerUsageAndCost() throws Exception {
        String answer = chat(body(", \"temperature\": 0, \"stop\": \"END\", \"max_tokens\": 50"));
        assertStatus(200, answer);
        assertTrue(answer.contains("\"content\":\"Hello, world\""), answer);
        assertTrue(answer.contains("\"prompt_tokens\":11,\"completion_tokens\":3,\"total_tokens\":14"), answer);
        assertTrue(answer.contains("\"cost_usd\":\"0.0012345\""), answer);
        assertTrue(answer.contains("\"budget_remaining_usd\":\"9\""), answer);
        assertTrue(settled().hasReceipt());
        GenerateRequest request = platform.node.generated.take();
        assertEquals("system", request.getMessages(0).getRole());
        assertEquals("END", request.getSampling().getStop(0));
        assertTrue(request.getSampling().hasTemperature());
        var routed = platform.router.routed.take();
        assertEquals(50, routed.getCompletionTokensMax());
        assertTrue(routed.getCompletionTokensSetByClient());
        assertEquals("Be brief.Hi".length(), routed.getPromptBytes());
        assertEquals("org-demo", routed.getTenant().getOrganisationId());
    }

    @Test
    void metadata_reachesTheRouter_withTheUser() throws Exception {
        assertStatus(200, chat(body(", \"user\": \"ann\", \"metadata\": {\"team\": \"red\", \"ticket\": \"7\"}")));
        assertEquals(
                java.util.Map.of("team", "red", "ticket", "7", "user", "ann"),
                platform.router.routed.take().getMetadataMap());
        assertStatus(400, chat(body(", \"metadata\": {\"\\ud800\": \"v\"}")));
    }

    @Test
    void chat_streamed_endsWithUsageOnTheFinishChunkAndDone() throws Exception {
        String answer = chat(STREAM);
        assertStatus(200, answer);
        assertTrue(answer.contains("content-type: text/event-stream; charset=utf-8"), answer);
        assertTrue(answer.contains("cortado-decision-id: "), answer);
        assertTrue(answer.contains("cache-control: no-store"), answer);
        List<String> events = events(answer);
        assertEquals(6, events.size(), answer);
        assertTrue(events.getFirst().contains("\"delta\":{\"role\":\"assistant\""), answer);
        assertTrue(events.get(4).contains("\"finish_reason\":\"stop\""), answer);
        assertTrue(events.get(4).contains("\"usage\":{"), answer);
        assertTrue(events.get(4).contains("\"cortado\":{"), answer);
        assertEquals("[DONE]", events.get(5));
        assertFalse(answer.contains("\"choices\":[]"), answer);
    }

    @Test
    void chat_streamedWithUsageChunk_hasOneWithoutChoices() throws Exception {
        List<String> events = events(chat(body(", \"stream\": true, \"stream_options\": {\"include_usage\": true}")));
        assertFalse(events.get(4).contains("\"usage\":{"), events.get(4));
        assertTrue(events.get(4).contains("\"cortado\":{"), events.get(4));
        assertTrue(events.get(5).contains("\"choices\":[],\"usage\":{\"prompt_tokens\":11"), events.get(5));
        assertTrue(events.get(5).contains("\"cortado\":{"), events.get(5));
        assertEquals("[DONE]", events.get(6));
    }

    private static List<String> events(String answer) {
        List<String> events = new ArrayList<>();
        for (String line : answer.lines().toList()) {
            if (line.startsWith("data: ")) {
                events.add(line.substring("data: ".length()));
            }
        }
        return events;
    }

    @Test
    void disconnect_inMidStream_cancelsTheNodeAndSettlesAsUnheard() throws Exception {
        platform.node.play(platform.node.endless("word "));
        try (Client client = new Client(base.getPort())) {
            client.send("POST", CHAT, STREAM, KEY, JSON).readUntil("word word ".substring(0, 5));
        }
        assertNotNull(platform.node.cancelled.poll(5, TimeUnit.SECONDS), "the call was not cancelled");
        SettleRequest settled = settled();
        assertTrue(settled.hasUnheard(), settled.toString());
    }

    @Test
    void disconnect_whileNothingIsSaidYet_cancelsTheNode() throws Exception {
        platform.node.play(FakeNode.stalls());
        try (Client client = new Client(base.getPort())) {
            client.send("POST", CHAT, body(""), KEY, JSON);
            assertNotNull(platform.node.generated.poll(5, TimeUnit.SECONDS));
        }
        assertNotNull(platform.node.cancelled.poll(5, TimeUnit.SECONDS), "the call was not cancelled");
        assertTrue(settled().hasUnheard());
    }

    @Test
    void slowReader_holdsTheNodeUp() throws Exception {
        platform.node.play(platform.node.endless("x".repeat(1000)));
        try (Client client = new Client(base.getPort())) {
            client.send("POST", CHAT, STREAM, KEY, JSON).readUntil("xxx");
            long before = -1;
            long now = platform.node.deltas.get();
            for (int i = 0; i < 50 && now != before; i++) {
                Thread.sleep(300);
                before = now;
                now = platform.node.deltas.get();
            }
            assertEquals(before, now, "the node was never held up");
            assertTrue(now < 50_000, "held up only after " + now + " deltas");
            for (int i = 0; i < 20_000; i++) {
                client.readUntil("\n\n");
            }
            assertTrue(platform.node.deltas.get() > now, "the node was not let on again");
        }
        assertNotNull(platform.node.cancelled.poll(5, TimeUnit.SECONDS));
        assertTrue(settled().hasUnheard());
    }

    @Test
    void holdTooSmall_isInsufficientQuotaAfterSettlingTheRefusal() throws Exception {
        platform.node.play(FakeNode.refuses(RefusalReason.REFUSAL_REASON_HOLD_TOO_SMALL));
        String answer = chat(STREAM);
        assertStatus(429, answer);
        assertTrue(answer.contains("\"code\":\"insufficient_quota\""), answer);
        assertTrue(answer.contains("x-should-retry: false"), answer);
        assertTrue(answer.contains("cortado-decision-id: "), answer);
        assertTrue(answer.contains("\"budget_remaining_usd\":\"9\""), answer);
        assertTrue(settled().hasRefusal());
        assertTrue(platform.router.rerouted.isEmpty());
    }

    @Test
    void contextTooLong_isTriedInALongerOne_thenAnswers() throws Exception {
        platform.node.play(FakeNode.inTurn(
                List.of(FakeNode.refuses(RefusalReason.REFUSAL_REASON_CONTEXT_TOO_LONG), FakeNode.says("second"))));
        String answer = chat(STREAM);
        assertStatus(200, answer);
        assertTrue(answer.contains("\"content\":\"second\""), answer);
        assertTrue(platform.router.rerouted.take().hasRefusal());
    }

    @Test
    void contextTooLong_withoutALongerOne_is400NamingTheLongest() throws Exception {
        platform.node.play(FakeNode.refuses(RefusalReason.REFUSAL_REASON_CONTEXT_TOO_LONG));
        platform.router.refuseReroutes(tooLongForAll());
        String answer = chat(body(""));
        assertTooLongForAll(answer);
        assertTrue(platform.router.rerouted.take().hasRefusal(), "the refusal releases the hold");
        assertTrue(platform.router.settled.isEmpty());
    }

    @Test
    void contextTooLongForEveryVariant_is400NamingTheLongest_beforeAnyNodeIsAsked() throws Exception {
        platform.router.refuse(tooLongForAll());
        assertTooLongForAll(chat(body("")));
        assertTrue(platform.node.generated.isEmpty());
    }

    private static RouteRefused.Builder tooLongForAll() {
        return RouteRefused.newBuilder()
                .setReason(RouteRefused.Reason.CONTEXT_TOO_LONG)
                .setMessage("the prompt has at least 17000 tokens, and the longest context is of 16384")
                .setPromptTokensMin(17_000)
                .setContextTokensMax(16_384);
    }

    private static void assertTooLongForAll(String answer) {
        assertStatus(400, answer);
        assertTrue(answer.contains("\"code\":\"context_length_exceeded\""), answer);
        assertTrue(answer.contains("\"param\":\"messages\""), answer);
        assertTrue(answer.contains("at least 17000 tokens, and the longest context is of 16384"), answer);
        assertTrue(answer.contains("\"context_tokens_max\":\"16384\""), answer);
        assertTrue(answer.contains("\"prompt_tokens_min\":\"17000\""), answer);
    }

    @Test
    void whatTheNodeDoesNotServe_is400NamingTheField_andNotTriedElsewhere() throws Exception {
        platform.node.play(FakeNode.refuses(RefusalReason.REFUSAL_REASON_UNSUPPORTED));
        String answer = chat(body(""));
        assertStatus(400, answer);
        assertTrue(answer.contains("\"param\":\"messages[0].mood\""), answer);
        assertTrue(answer.contains("unsupported_parameter"), answer);
        assertTrue(settled().hasRefusal());
        assertTrue(platform.router.rerouted.isEmpty());
    }

    @Test
    void queueFull_isTriedElsewhere_thenAnswers() throws Exception {
        platform.node.play(FakeNode.inTurn(
                List.of(FakeNode.refuses(RefusalReason.REFUSAL_REASON_QUEUE_FULL), FakeNode.says("second"))));
        String answer = chat(STREAM);
        assertStatus(200, answer);
        assertTrue(answer.contains("\"content\":\"second\""), answer);
        assertTrue(answer.contains("\"attempts\":2"), answer);
        assertTrue(platform.router.rerouted.take().hasRefusal());
    }

    @Test
    void promptThatNoNodeCounts_isTriedElsewhere_then503AndNotQuota() throws Exception {
        platform.node.play(FakeNode.refuses(RefusalReason.REFUSAL_REASON_NOT_COUNTED));
        String answer = chat(body(""));
        assertStatus(503, answer);
        assertTrue(answer.contains("retry-after: "), answer);
        assertTrue(answer.contains("\"code\":\"service_unavailable\""), answer);
        assertEquals(2, platform.router.rerouted.size());
        assertTrue(settled().hasRefusal());
    }

    @Test
    void everyAttemptRefused_is503AfterThree() throws Exception {
        platform.node.play(FakeNode.refuses(RefusalReason.REFUSAL_REASON_DRAINING));
        String answer = chat(body(""));
        assertStatus(503, answer);
        assertTrue(answer.contains("retry-after: "), answer);
        assertEquals(3, platform.node.generated.size());
        assertEquals(2, platform.router.rerouted.size());
        assertTrue(settled().hasRefusal());
    }

    @Test
    void nodeNotThere_isTriedElsewhere_then503() throws Exception {
        platform.router.reset("127.0.0.1:1");
        String answer = chat(STREAM);
        assertStatus(503, answer);
        assertEquals(2, platform.router.rerouted.size());
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertTrue(settled().hasUnused());
        }
    }

    @Test
    void nodeSilent_isGivenUpAfterTheAcceptTimeout_andNotTriedAgain() throws Exception {
        platform.node.play(FakeNode.inTurn(List.of((_, _) -> {}, FakeNode.says("late"))));
        String answer = chat(body(""));
        assertStatus(503, answer);
        assertTrue(answer.contains("may be charged"), answer);
        assertNotNull(platform.node.cancelled.poll(5, TimeUnit.SECONDS));
        assertTrue(settled().hasUnheard());
        assertTrue(platform.router.rerouted.isEmpty());
    }

    @Test
    void breakBeforeADelta_is503AndNoSecondAttempt() throws Exception {
        platform.node.play(FakeNode.breaks());
        String answer = chat(body(""));
        assertStatus(503, answer);
        assertNotRepeated(answer);
        assertTrue(answer.contains("cortado-decision-id: "), answer);
        assertTrue(answer.contains("may be charged"), answer);
        assertTrue(platform.router.rerouted.isEmpty());
        assertTrue(settled().hasUnheard());
    }

    /// OpenAI's clients would send the request again by themselves, and it may be charged once more.
    private static void assertNotRepeated(String answer) {
        assertTrue(answer.contains("x-should-retry: false"), answer);
        assertFalse(answer.contains("retry-after: "), answer);
    }

    @Test
    void meteringUnavailable_beforeADelta_is503AndNoSecondAttempt() throws Exception {
        platform.node.play(FakeNode.cannotMeter());
        String answer = chat(body(""));
        assertStatus(503, answer);
        assertNotRepeated(answer);
        assertTrue(answer.contains("may be charged"), answer);
        assertTrue(platform.router.rerouted.isEmpty());
        assertEquals(1, platform.node.generated.size());
        assertTrue(settled().hasUnheard());
    }

    @Test
    void disconnect_whileRouting_givesTheHoldBackUnused() throws Exception {
        platform.router.holdAnswers();
        try (Client client = new Client(base.getPort())) {
            client.send("POST", CHAT, body(""), KEY, JSON);
            assertNotNull(platform.router.routed.poll(5, TimeUnit.SECONDS));
        }
        Thread.sleep(200);
        platform.router.answerHeld();
        assertTrue(settled().hasUnused());
        assertTrue(platform.node.generated.isEmpty());
    }

    @Test
    void breakAfterADelta_isAnErrorEventAndNoSecondAttempt() throws Exception {
        platform.node.play(FakeNode.breaks("half"));
        String answer = chat(STREAM);
        assertStatus(200, answer);
        List<String> events = events(answer);
        assertTrue(events.getLast().startsWith("{\"error\":{\"message\":\"the generation broke off"), answer);
        assertFalse(answer.contains("[DONE]"), answer);
        assertTrue(platform.router.rerouted.isEmpty());
        assertTrue(settled().hasUnheard());
    }

    @Test
    void breakAfterADelta_wholeAnswer_is502() throws Exception {
        platform.node.play(FakeNode.breaks("half"));
        assertStatus(502, chat(body("")));
    }

    @Test
    void engineError_settlesItsReceipt() throws Exception {
        platform.node.play(FakeNode.ends(FinishReason.FINISH_REASON_ERROR, false, "half"));
        String answer = chat(STREAM);
        assertTrue(events(answer).getLast().contains("the engine fell over"), answer);
        assertTrue(settled().hasReceipt());
    }

    @Test
    void meteringUnavailable_afterADelta_isAnErrorThatMayBeCharged() throws Exception {
        platform.node.play(FakeNode.cannotMeter("half"));
        String answer = chat(body(""));
        assertStatus(503, answer);
        assertTrue(answer.contains("may be charged"), answer);
        assertTrue(settled().hasUnheard());
    }

    @Test
    void cutByTheHold_saysSo() throws Exception {
        platform.node.play(FakeNode.ends(FinishReason.FINISH_REASON_BUDGET, true, "short"));
        String answer = chat(body(""));
        assertTrue(answer.contains("\"finish_reason\":\"length\""), answer);
        assertTrue(answer.contains("\"shortened_by_budget\":true"), answer);
    }

    @Test
    void unknownModel_listsWhatExists() throws Exception {
        platform.router.refuse(RouteRefused.newBuilder()
                .setReason(RouteRefused.Reason.UNKNOWN_MODEL)
                .addModels("auto")
                .addModels("small"));
        String answer = chat(body(""));
        assertStatus(404, answer);
        assertTrue(answer.contains("\"code\":\"model_not_found\""), answer);
        assertTrue(answer.contains("auto, small"), answer);
        assertNull(platform.node.generated.poll());
    }

    @Test
    void budgetExhausted_saysWhatIsLeftAndWhenItRenews() throws Exception {
        platform.router.refuse(RouteRefused.newBuilder()
                .setReason(RouteRefused.Reason.BUDGET_EXHAUSTED)
                .setBudget(FakeRouter.budget(12_000)));
        String answer = chat(body(""));
        assertStatus(429, answer);
        assertTrue(answer.contains("x-should-retry: false"), answer);
        assertTrue(answer.contains("0.000012 USD of 10 USD is left"), answer);
        assertTrue(answer.contains(FakeRouter.RENEWS_AT.toString()), answer);
    }

    @Test
    void key_unknown_is401_andRevokedByPush() throws Exception {
        String publicId = "push000000000000";
        String header = "Authorization: Bearer " + TestKeys.key(publicId);
        platform.accounting.keys.put(publicId, FakeAccounting.tenant("org-push"));
        assertStatus(200, send("GET", "/v1/models", "", header));
        platform.accounting.keys.put(publicId, FakeAccounting.refused(IdentityRefused.Reason.REVOKED));
        assertStatus(200, send("GET", "/v1/models", "", header));
        platform.accounting.push(
                IdentityChanged.newBuilder().setPublicId(publicId).build());
        String answer = "";
        for (int i = 0; i < 50 && !answer.startsWith("HTTP/1.1 401"); i++) {
            Thread.sleep(20);
            answer = send("GET", "/v1/models", "", header);
        }
        assertStatus(401, answer);
        assertTrue(answer.contains("www-authenticate: Bearer"), answer);
    }

    @Test
    void key_suspended_is403_andOfAnotherProjectToo() throws Exception {
        platform.accounting.keys.put("susp000000000000", FakeAccounting.refused(IdentityRefused.Reason.SUSPENDED));
        String suspended = "Authorization: Bearer " + TestKeys.key("susp000000000000");
        assertStatus(403, send("GET", "/v1/models", "", suspended));
        assertStatus(403, send("GET", "/v1/models", "", KEY, "OpenAI-Project: another"));
        assertStatus(200, send("GET", "/v1/models", "", KEY, "OpenAI-Project: project-demo"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//v1/models",
                "/v1//models",
                "/v1/models;x=y",
                "/v1/models/;x=y",
                "/v1%2fmodels",
                "/v1/models%2f",
                "/v1/models.",
                "/v1/models/.",
                "/v1/./models",
                "/v1/x/../models",
                "/v1/models/auto",
                "/v1/models/%2e%2e/models",
                "/V1/models",
                "/v1/models?key=ck_demo",
                "http://evil.example/v1/models",
                "/v1/decisions/" + FakeRouter.KNOWN_DECISION,
                "/v1/decisions/..;/" + FakeRouter.KNOWN_DECISION,
                "/v1/report",
                "/v1/report?format=html",
                "/v1/policies/estimate?policy=knee",
                "/v1/policies/trial",
                "/q/metrics",
                "/q/health"
            })
    void withoutAKey_noPathLeadsAnywhere(String path) throws Exception {
        String answer = send("GET", path, "");
        int status = Integer.parseInt(answer.substring(9, 12));
        assertTrue(status == 401 || status == 404 || status == 400, answer);
        assertTrue(answer.contains("{\"error\":{\"message\":"), answer);
        assertTrue(answer.contains("x-request-id: "), answer);
    }

    @Test
    void smuggledSecondRequest_isNotServed() throws Exception {
        try (Client client = new Client(base.getPort())) {
            client.write("POST " + CHAT + " HTTP/1.1\r\nHost: a\r\n" + KEY + "\r\n" + JSON
                    + "\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /v1/models HTTP/1.1\r\nHost: a\r\n"
                    + KEY + "\r\n\r\n");
            String answer = client.readAll();
            assertFalse(answer.contains("\"object\":\"list\""), answer);
        }
    }

    @Test
    void twoAuthorizationHeaders_are401() throws Exception {
        assertStatus(401, send("GET", "/v1/models", "", KEY, KEY));
    }

    @Test
    void credential_tooLongOrWithControlCharacters_isRefused() throws Exception {
        assertStatus(401, send("GET", "/v1/models", "", "Authorization: Bearer " + "a".repeat(9000)));
        assertStatus(400, send("GET", "/v1/models", "", "Authorization: Bearer ck_\u0001'; drop table--"));
        assertStatus(401, send("GET", "/v1/models", "", "Authorization: Bearer ck_'; drop table--"));
        assertStatus(400, send("GET", "/%zz", "", KEY));
        String tooLong = send("GET", "/v1/models", "", "Authorization: Bearer " + "a".repeat(40_000));
        assertTrue(tooLong.startsWith("HTTP/1.1 4"), tooLong);
    }

    @Test
    void requestId_isKeptWhereFit_elseFresh() throws Exception {
        assertTrue(send("GET", "/v1/models", "", "X-Request-Id: my-id-1").contains("x-request-id: my-id-1\r\n"));
        assertFalse(send("GET", "/v1/models", "", "X-Request-Id: two words").contains("two words"));
        assertFalse(send("GET", "/v1/models", "", "X-Request-Id: " + "a".repeat(129))
                .contains("a".repeat(129)));
    }

    @Test
    void body_ofWrongTypeSizeOrPace_isRefused() throws Exception {
        String otherType = send("POST", CHAT, body(""), KEY, "Content-Type: text/plain");
        assertStatus(415, otherType);
        assertTrue(otherType.contains("\"param\":\"Content-Type\""), otherType);
        assertStatus(415, send("POST", CHAT, body(""), KEY));
        assertStatus(400, chat("\u0000\u0001 garbage \uFFFF"));
        assertStatus(400, chat("{\"model\": \"auto\""));
        String large = chat("{\"model\": \"" + "a".repeat(4 * 1024 * 1024) + "\"}");
        assertStatus(413, large);
        assertTrue(large.contains("\"param\":\"body\""), large);
        try (Client client = new Client(base.getPort())) {
            client.write("POST " + CHAT + " HTTP/1.1\r\nHost: a\r\n" + KEY + "\r\n" + JSON
                    + "\r\nContent-Length: 400\r\n\r\n{\"model\":");
            assertStatus(408, client.readAll());
        }
        try (Client client = new Client(base.getPort())) {
            client.write("POST " + CHAT + " HTTP/1.1\r\nHost: a\r\n" + KEY + "\r\n" + JSON
                    + "\r\nContent-Length: 99999999999\r\n\r\n");
            assertStatus(413, client.readAll());
        }
        assertTrue(platform.router.routed.isEmpty());
    }

    @Test
    void expectContinue_isAnswered() throws Exception {
        try (Client client = new Client(base.getPort())) {
            String body = body("");
            client.write("POST " + CHAT + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + KEY + "\r\n" + JSON
                    + "\r\nExpect: 100-continue\r\nContent-Length: " + body.length() + "\r\n\r\n");
            client.readUntil("100 Continue");
            client.write(body);
            assertTrue(client.readAll().contains("200 OK"));
        }
    }

    @Test
    void tooManyAtOnce_is429WithRetryAfter() throws Exception {
        platform.node.play(FakeNode.stalls("one"));
        List<Client> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                Client client = new Client(base.getPort());
                clients.add(client);
                client.send("POST", CHAT, STREAM, KEY, JSON).readUntil("one");
            }
            String answer = chat(body(""));
            assertStatus(429, answer);
            assertTrue(answer.contains("\"code\":\"rate_limit_exceeded\""), answer);
            assertTrue(answer.contains("retry-after: "), answer);
            assertStatus(429, rate("\"score\": 1", KEY, JSON));
        } finally {
            for (Client client : clients) {
                client.close();
            }
        }
        for (int i = 0; i < 4; i++) {
            assertTrue(settled().hasUnheard());
        }
        platform.node.play(FakeNode.says("free again"));
        assertStatus(200, chat(body("")));
    }

    @Test
    void methods_notAllowed_sayWhatIs() throws Exception {
        String answer = send("DELETE", CHAT, "", KEY);
        assertStatus(405, answer);
        assertTrue(answer.contains("allow: POST, OPTIONS"), answer);
        assertStatus(405, send("POS", CHAT, "", KEY));
        assertStatus(204, send("OPTIONS", CHAT, ""));
        String head = send("HEAD", "/v1/models", "", KEY);
        assertStatus(200, head);
        assertTrue(head.endsWith("\r\n\r\n"), head);
    }

    @Test
    void report_isOfTheTenantsOwn_asJsonOrAsAPage() throws Exception {
        assertStatus(401, send("GET", "/v1/report", ""));
        String answer = send("GET", "/v1/report?from=2026-11-01&to=2026-11-29", "", KEY);
        assertStatus(200, answer);
        assertTrue(answer.contains("\"requests\":2,\"utility\":1.5,\"cost_usd\":\"0.000003\""), answer);
        assertTrue(answer.contains("\"saved_share\":0.75"), answer);
        assertEquals("org-demo", platform.router.reported.take().getTenant().getOrganisationId());
        String page = send("GET", "/v1/report?format=html", "", KEY);
        assertStatus(200, page);
        assertTrue(page.contains("text/html") && page.contains("<svg"), page);
        assertStatus(400, send("GET", "/v1/report?from=soon", "", KEY));
        assertStatus(405, send("POST", "/v1/report", "", KEY));
    }

    @Test
    void policyEstimate_isOfTheTenantsOwn_andSaysWhatToDoWhereTheLogHasTooFew() throws Exception {
        assertStatus(401, send("GET", "/v1/policies/estimate?policy=knee", ""));
        String answer =
                send("GET", "/v1/policies/estimate?policy=knee&usd_per_utility=0.002&utility_min=0.5&days=7", "", KEY);
        assertStatus(200, answer);
        assertTrue(answer.contains("\"ratings\":400,\"decided_alike\":300"), answer);
        assertTrue(answer.contains("\"utility_gain\":{\"value\":0.125,"), answer);
        assertTrue(answer.contains("\"cost_increase_usd\":{\"value\":\"0.00025\""), answer);
        EstimatePolicyRequest asked = platform.router.judged.take();
        assertEquals("org-demo", asked.getTenant().getOrganisationId());
        assertEquals(2_000_000, asked.getExchangeNanoUsdPerUtility());
        assertEquals(.5, asked.getUtilityMin());
        String few = send("GET", "/v1/policies/estimate?policy=best-within-cost", "", KEY);
        assertStatus(422, few);
        assertTrue(few.contains("\"code\":\"too_few_ratings\"") && few.contains("exploration-share"), few);
        String unknown = send("GET", "/v1/policies/estimate?policy=greedy", "", KEY);
        assertStatus(400, unknown);
        assertTrue(unknown.contains("cheapest-sufficient, knee, best-within-cost"), unknown);
        assertStatus(405, send("POST", "/v1/policies/estimate", "", KEY));
    }

    @Test
    void trial_isOfTheTenantsOwn_andAnUnknownOneSaysSo() throws Exception {
        assertStatus(401, send("GET", "/v1/policies/trial", ""));
        String answer = send("GET", "/v1/policies/trial?days=7", "", KEY);
        assertStatus(200, answer);
        assertTrue(answer.contains("\"name\":\"dearer\",\"is_set\":true,\"mode\":\"served\""), answer);
        assertTrue(answer.contains("\"usual\":{\"requests\":60,\"units\":30,\"ratings\":9,\"utility\":null"), answer);
        assertTrue(answer.contains("\"rating\":{\"value\":0.125"), answer);
        assertTrue(answer.contains("\"charged_usd\":{\"value\":\"0.00025\""), answer);
        assertEquals("org-demo", platform.router.compared.take().getTenant().getOrganisationId());
        String unknown = send("GET", "/v1/policies/trial?name=ended", "", KEY);
        assertStatus(404, unknown);
        assertTrue(unknown.contains("\"code\":\"trial_not_found\"") && unknown.contains("'ended'"), unknown);
        assertStatus(400, send("GET", "/v1/policies/trial?name=two%20words", "", KEY));
        assertStatus(400, send("GET", "/v1/policies/trial?days=0", "", KEY));
        assertStatus(405, send("POST", "/v1/policies/trial", "", KEY));
    }

    private String rate(String remark, String... headers) throws IOException {
        return send(
                "POST",
                "/v1/feedback",
                "{\"decision_id\": \"" + FakeRouter.KNOWN_DECISION + "\", " + remark + "}",
                headers);
    }

    @Test
    void feedback_reachesTheRouterWithWhoRates() throws Exception {
        String answer = rate("\"score\": 0.25, \"rater\": \"ann\"", KEY, JSON);
        assertStatus(200, answer);
        assertTrue(
                answer.contains("{\"object\":\"feedback\",\"decision_id\":\"" + FakeRouter.KNOWN_DECISION
                        + "\",\"kind\":\"score\",\"score\":0.25,\"variant\":\"v\""),
                answer);
        assertStatus(200, rate("\"thumbs\": \"up\"", KEY, JSON));
        String ann = platform.router.rated.take().getRater();
        assertEquals(platform.router.rated.take().getRater() + "/ann", ann);
    }

    @Test
    void feedback_ofAnotherTenantsOrNoDecision_isNotFound() throws Exception {
        platform.accounting.keys.put("othr000000000000", FakeAccounting.tenant("org-other"));
        String other = "Authorization: Bearer " + TestKeys.key("othr000000000000");
        assertStatus(404, rate("\"score\": 1", other, JSON));
        String answer = send("POST", "/v1/feedback", "{\"decision_id\": \"no-id\", \"score\": 1}", KEY, JSON);
        assertStatus(404, answer);
        assertTrue(answer.contains("decision_not_found"), answer);
        assertTrue(platform.router.rated.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"score\": 1.01",
                "\"score\": -0.1",
                "\"score\": \"1\"",
                "\"thumbs\": \"sideways\"",
                "\"event\": \"slept\"",
                "\"score\": 1, \"thumbs\": \"up\"",
                "\"rater\": \"ann\"",
                "\"score\": 1, \"rater\": \"\\u0000\"",
                "\"score\": 1, \"comment\": \"fine\""
            })
    void feedback_wrong_isRefusedAndReachesNobody(String remark) throws Exception {
        String answer = rate(remark, KEY, JSON);
        assertStatus(400, answer);
        assertTrue(answer.contains("invalid_request_error"), answer);
        assertTrue(platform.router.rated.isEmpty());
    }

    @Test
    void feedback_tooLarge_isRefusedBeforeItIsRead() throws Exception {
        assertStatus(200, rate(" ".repeat(16_000) + "\"score\": 1", KEY, JSON));
        String answer = rate(" ".repeat(17_000) + "\"score\": 1", KEY, JSON);
        assertStatus(413, answer);
        assertTrue(answer.contains("request_too_large"), answer);
        for (int i = 0; i < 5; i++) {
            assertStatus(413, rate(" ".repeat(17_000) + "\"score\": 1", KEY, JSON));
        }
        assertStatus(200, rate("\"thumbs\": \"up\"", KEY, JSON));
    }

    @Test
    void feedback_moreThanADecisionMayHave_isRefused() throws Exception {
        assertStatus(200, rate("\"event\": \"opened\"", KEY, JSON));
        assertStatus(200, rate("\"event\": \"clicked\"", KEY, JSON));
        String answer = rate("\"event\": \"replied\"", KEY, JSON);
        assertStatus(400, answer);
        assertTrue(answer.contains("at most 2 ratings"), answer);
    }

    @Test
    void explain_showsTheFrontier_andHoldsNothing() throws Exception {
        String answer = send("POST", "/v1/route/explain", body(",\"cortado\":{\"policy\":\"knee\"}"), KEY, JSON);

        assertStatus(200, answer);
        assertTrue(answer.contains("\"policy\":\"knee\""), answer);
        assertTrue(answer.contains("\"knee\":{\"variant\":\"medium-1\",\"pool\":\"cpu-small\"}"), answer);
        assertTrue(answer.contains("\"excluded_because\":\"below utility 0.6\""), answer);
        assertTrue(answer.contains("\"cost_increase_usd\":\"0.00011\""), answer);
        assertTrue(answer.contains("\"budget_remaining_usd\":\"9.5\""), answer);
        assertFalse(answer.contains("cortado-decision-id"), answer);
        assertTrue(answer.contains("\"utility_correction\":-0.125"), answer);
        assertTrue(answer.contains("\"explored\":true,\"propensity\":0.01,\"cascaded\":false"), answer);
        assertTrue(
                answer.contains(
                        "\"trial\":{\"name\":\"dearer\",\"arm\":\"shadow\",\"would_take\":{\"variant\":\"large-1\","
                                + "\"pool\":\"cpu-large\",\"utility\":0.819,\"cost_usd\":\"0.000221\"}}"),
                answer);
        RouteRequest asked = Objects.requireNonNull(platform.router.explained.poll());
        assertEquals(RoutePolicy.ROUTE_POLICY_KNEE, asked.getPolicy());
        assertEquals("org-demo", asked.getTenant().getOrganisationId());
        assertTrue(platform.router.routed.isEmpty());
        assertTrue(platform.router.settled.isEmpty());
    }

    @Test
    void explain_refusals_areThoseOfACompletion() throws Exception {
        assertStatus(401, send("POST", "/v1/route/explain", body(""), JSON));
        assertStatus(400, send("POST", "/v1/route/explain", "{", KEY, JSON));
        assertStatus(415, send("POST", "/v1/route/explain", body(""), KEY, "Content-Type: text/plain"));
        assertStatus(405, send("GET", "/v1/route/explain", "", KEY));
        platform.router.refuse(RouteRefused.newBuilder()
                .setReason(RouteRefused.Reason.UTILITY_UNREACHABLE)
                .setMessage("no variant reaches this")
                .setUtilityReachable(.819));

        String refused = send("POST", "/v1/route/explain", body(""), KEY, JSON);

        assertStatus(422, refused);
        assertTrue(refused.contains("\"utility_unreachable\""), refused);
    }

    @Test
    void decision_isTheTenantsOnly() throws Exception {
        String answer = send("GET", "/v1/decisions/" + FakeRouter.KNOWN_DECISION, "", KEY);
        assertStatus(200, answer);
        assertTrue(answer.contains("\"cost_usd\":\"0.0012345\""), answer);
        assertTrue(answer.contains("\"stop_source\":\"table\""), answer);
        platform.accounting.keys.put("othr000000000000", FakeAccounting.tenant("org-other"));
        String other = "Authorization: Bearer " + TestKeys.key("othr000000000000");
        assertStatus(404, send("GET", "/v1/decisions/" + FakeRouter.KNOWN_DECISION, "", other));
        assertStatus(404, send("GET", "/v1/decisions/not-an-id", "", KEY));
    }
}
