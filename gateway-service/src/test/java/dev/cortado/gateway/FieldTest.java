package dev.cortado.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.v1.RefusalReason;
import dev.cortado.contracts.v1.RerouteRequest;
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
import dev.cortado.gateway.http.EndpointSamples;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What users of other gateways complain of, and weaknesses of theirs that became public, as far as it is a gateway's
/// to
/// do better. Each test has the name of the complaint; that on tokens which begin alike stands in [PersonTest], and
/// that on
/// shared idempotency keys in [IdempotencyTest].
@QuarkusTest
@QuarkusTestResource(FakePlatformResource.class)
class FieldTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final String JSON = "Content-Type: application/json";
    private static final String KEY = "Authorization: Bearer " + TestKeys.key(FakePlatform.PUBLIC_ID);
    private static final String BODY =
            "{\"model\": \"auto\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}], \"stream\": true}";

    FakePlatform platform;

    @TestHTTPResource("/")
    URI base;

    @BeforeEach
    void reset() {
        platform.reset();
    }

    private String send(String method, String path, String body, String... headers) throws IOException {
        try (Client client = new Client(base.getPort())) {
            return client.send(method, path, body, headers).readAll();
        }
    }

    private static void assertStatus(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    }

    /// The node meters as far as it came, once told to stop; its event alone says what is charged.
    @Test
    void disconnectInMidStream_isChargedWhatWasProduced_neitherNothingNorTwice() throws Exception {
        platform.node.play(platform.node.endless("word "));
        try (Client client = new Client(base.getPort())) {
            client.send("POST", CHAT, BODY, KEY, JSON).readUntil("word ");
        }
        assertNotNull(platform.node.cancelled.poll(5, TimeUnit.SECONDS), "the node was not told to stop");
        SettleRequest settled = platform.router.settled.poll(5, TimeUnit.SECONDS);
        assertNotNull(settled, "the hold was forgotten");
        assertTrue(settled.hasUnheard(), "the hold must wait for what the node metered: " + settled);
        assertNull(platform.router.settled.poll(300, TimeUnit.MILLISECONDS), "settled twice");
        assertTrue(platform.router.rerouted.isEmpty());
        assertEquals(1, platform.node.generated.size());
    }

    /// Whatever endpoint is added stands in the sealed list of endpoints, and then here.
    @Test
    void newEndpoints_doNotEscapeTheBudget() throws Exception {
        platform.router.refuse(RouteRefused.newBuilder()
                .setReason(RouteRefused.Reason.BUDGET_EXHAUSTED)
                .setBudget(FakeRouter.budget(0)));
        int generating = 0;
        for (EndpointSamples.Sample sample : EndpointSamples.all()) {
            if (sample.takesPost() && sample.answersPrompts()) {
                generating++;
                String answer = send("POST", sample.path(), BODY, KEY, JSON);
                assertStatus(429, answer);
                assertTrue(answer.contains("insufficient_quota"), answer);
            }
        }
        // An explanation is asked of the router too, and nothing is held or generated for it.
        assertEquals(generating, platform.router.routed.size() + platform.router.explained.size());
        assertTrue(generating > 0 && platform.node.generated.isEmpty());
    }

    @Test
    void newEndpoints_doNotEscapeTheKey() throws Exception {
        for (EndpointSamples.Sample sample : EndpointSamples.all()) {
            assertStatus(401, send(sample.takesPost() ? "POST" : "GET", sample.path(), "", JSON));
        }
    }

    @Test
    void fallbackModel_doesNotEscapeTheBudget() throws Exception {
        platform.node.play(FakeNode.refuses(RefusalReason.REFUSAL_REASON_QUEUE_FULL));
        platform.router.refuseReroutes(RouteRefused.newBuilder()
                .setReason(RouteRefused.Reason.BUDGET_EXHAUSTED)
                .setBudget(FakeRouter.budget(0)));
        String answer = send("POST", CHAT, BODY, KEY, JSON);
        assertStatus(429, answer);
        assertTrue(answer.contains("insufficient_quota"), answer);
        assertEquals(1, platform.node.generated.size());
        RouteRequest first = platform.router.routed.take();
        RerouteRequest second = platform.router.rerouted.take();
        assertEquals(first, second.getRequest(), "the fallback is asked for by another tenant or with other bounds");
        assertTrue(second.hasRefusal());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-Host: org-other.example",
                "Forwarded: host=org-other.example;proto=https",
                "X-Host: org-other.example",
                "X-Original-URL: /v1/decisions/" + FakeRouter.KNOWN_DECISION,
                "X-Rewrite-URL: /q/metrics",
                "X-Forwarded-Prefix: /q",
                "X-HTTP-Method-Override: GET"
            })
    void routing_isNotConfusedByTheHostHeader_norByItsCousins(String header) throws Exception {
        String answer = send("POST", CHAT, BODY, KEY, JSON, header);
        assertStatus(200, answer);
        assertEquals("org-demo", platform.router.routed.take().getTenant().getOrganisationId());
        assertStatus(401, send("POST", CHAT, BODY, JSON, header));
    }

    @Test
    void routing_isNotConfusedByAnotherHost() throws Exception {
        for (String host : List.of("org-other.example", "127.0.0.1:27405", "localhost:1@evil.example", "[::1]")) {
            try (Client client = new Client(base.getPort())) {
                client.write("POST http://" + host.replaceFirst(".*@", "") + CHAT + " HTTP/1.1\r\nHost: " + host
                        + "\r\n"
                        + KEY + "\r\n" + JSON + "\r\nConnection: close\r\nContent-Length: " + BODY.length() + "\r\n\r\n"
                        + BODY);
                String answer = client.readAll();
                int status = Integer.parseInt(answer.substring(9, 12));
                assertTrue(List.of(200, 400, 404).contains(status), answer);
                assertTrue(status == 200 || answer.contains("{\"error\":{\"message\":"), answer);
            }
            RouteRequest routed = platform.router.routed.poll();
            assertTrue(routed == null || routed.getTenant().getOrganisationId().equals("org-demo"));
        }
    }

    @Test
    void twoHostHeaders_areRefused() throws Exception {
        assertStatus(400, send("GET", "/v1/models", "", KEY, "Host: org-other.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ck_' or '1'='1",
                "ck_demo000000000000_' or public_id like '%",
                "'; drop table api_key; --",
                "ck_%"
            })
    void sqlThroughTheAuthorizationHeader_isNobodysKey(String credential) throws Exception {
        platform.accounting.keysAsked.clear();
        assertStatus(401, send("GET", "/v1/models", "", "Authorization: Bearer " + credential));
        assertTrue(platform.accounting.keysAsked.isEmpty(), "accounting was asked for it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"base_url", "api_base", "api_key", "custom_llm_provider", "proxy"})
    void customBaseUrl_inARequest_isRefusedByName(String field) throws Exception {
        String answer = send(
                "POST",
                CHAT,
                BODY.replace("{\"model\"", "{\"" + field + "\": \"http://127.0.0.1:1\", \"model\""),
                KEY,
                JSON);
        assertStatus(400, answer);
        assertTrue(answer.contains("\"param\":\"" + field + "\""), answer);
        assertTrue(platform.router.routed.isEmpty());
    }

    @Test
    void keyOfOneTenant_neverSeesAnothersDecision() throws Exception {
        platform.accounting.keys.put("fild000000000000", FakeAccounting.tenant("org-field"));
        String other = "Authorization: Bearer " + TestKeys.key("fild000000000000");
        String path = "/v1/decisions/" + FakeRouter.KNOWN_DECISION;
        assertStatus(200, send("GET", path, "", KEY));
        assertStatus(404, send("GET", path, "", other));
        assertStatus(404, send("GET", path, "", other, "OpenAI-Organization: org-field"));
    }
}
