package dev.cortado.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.v1.SettleRequest;
import dev.cortado.gateway.fake.Client;
import dev.cortado.gateway.fake.FakeNode;
import dev.cortado.gateway.fake.FakePlatform;
import dev.cortado.gateway.fake.FakePlatformResource;
import dev.cortado.gateway.fake.TestKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two nodes race over real HTTP and gRPC, in a gateway that hedges whatever is late.
@QuarkusTest
@QuarkusTestResource(FakePlatformResource.class)
@TestProfile(HedgingTest.Hedging.class)
class HedgingTest {

    private static final String BODY =
            "{\"model\": \"auto\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]";

    /// Hedges every late request.
    public static final class Hedging implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "cortado.gateway.hedging.enabled", "true",
                    "cortado.gateway.hedging.delay-min", "200MS",
                    "cortado.gateway.hedging.samples-min", "1",
                    "cortado.gateway.hedging.share-max", "1");
        }
    }

    FakePlatform platform;

    @TestHTTPResource("/")
    URI base;

    /// One first token in time, by which others are late.
    @BeforeEach
    void reset() throws Exception {
        platform.reset();
        assertTrue(chat("").contains("Hello, world"));
        platform.router.hedged.clear();
        platform.router.settled.clear();
        platform.node.generated.clear();
    }

    @Test
    void firstIsLate_hedgeAnswers_andTheFirstIsCancelledAndLeftToItsUsage() throws Exception {
        platform.node.play(FakeNode.stalls());
        platform.otherNode.play(FakeNode.says("from", " the", " other"));

        String answer = chat("");

        assertTrue(answer.startsWith("HTTP/1.1 200 ") && answer.contains("from the other"), answer);
        assertEquals(1, Objects.requireNonNull(platform.router.hedged.poll()).getRunningAttempt());
        assertNotNull(platform.node.cancelled.poll(10, TimeUnit.SECONDS), "the first node was not told to stop");
        assertEquals(Map.of(1, SettleRequest.OutcomeCase.UNHEARD, 2, SettleRequest.OutcomeCase.RECEIPT), settlements());
    }

    @Test
    void hedgeIsLateToo_firstAnswers_inOneStream() throws Exception {
        platform.node.play((request, response) -> {
            FakeNode.stalls().accept(request, response);
            platform.whenAsked(
                    platform.otherNode,
                    () -> FakeNode.says("from", " the", " first").accept(request, response));
        });
        platform.otherNode.play(FakeNode.stalls());

        String answer = chat(", \"stream\": true");

        assertTrue(answer.contains(" first") && answer.contains("[DONE]"), answer);
        assertNotNull(platform.otherNode.cancelled.poll(10, TimeUnit.SECONDS), "the hedge was not told to stop");
        assertEquals(Map.of(1, SettleRequest.OutcomeCase.RECEIPT, 2, SettleRequest.OutcomeCase.UNHEARD), settlements());
    }

    /// How the two attempts ended, by number.
    private Map<Integer, SettleRequest.OutcomeCase> settlements() throws InterruptedException {
        Map<Integer, SettleRequest.OutcomeCase> ends = new TreeMap<>();
        for (int i = 0; i < 2; i++) {
            SettleRequest settled = platform.router.settled.poll(10, TimeUnit.SECONDS);
            assertNotNull(settled);
            ends.put(settled.getAttempt(), settled.getOutcomeCase());
        }
        return ends;
    }

    private String chat(String more) throws IOException {
        try (Client client = new Client(base.getPort())) {
            return client.send(
                            "POST",
                            "/v1/chat/completions",
                            BODY + more + "}",
                            "Authorization: Bearer " + TestKeys.key(FakePlatform.PUBLIC_ID),
                            "Content-Type: application/json")
                    .readAll();
        }
    }
}
