package dev.cortado.local.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Any one process may be killed: it is back by itself, and a request then succeeds.
class RecoveryIT {

    private static final Duration BACK_WITHIN = Duration.ofSeconds(30);
    private static final Duration KEYCLOAK_BACK_WITHIN = Duration.ofSeconds(60);
    private static final String BODY = """
            {"model":"small","max_tokens":2,"messages":[{"role":"user","content":"Say yes."}]}""";

    private static StackUnderTest stack;

    @BeforeAll
    static void startStack() throws IOException, InterruptedException {
        stack = StackUnderTest.shared();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gateway",
                "router",
                "accounting",
                "inference-small",
                "inference-large",
                "postgres",
                "kafka",
                "keycloak",
                "supervisor",
                "guardian"
            })
    void killedProcess_isBackByItself_andARequestSucceeds(String part) throws InterruptedException {
        long before = Objects.requireNonNull(stack.stack().processes().get(part), part);
        long killed = System.nanoTime();
        Duration limit = part.equals("keycloak") ? KEYCLOAK_BACK_WITHIN : BACK_WITHIN;
        stack.stack().kill(part);
        stack.stack().awaitPart(part, before, limit);
        HttpResponse<String> answer = stack.chat(stack.demoKey(), BODY);
        while (answer.statusCode() != 200 && System.nanoTime() - killed < limit.toNanos()) {
            Thread.sleep(200);
            answer = stack.chat(stack.demoKey(), BODY);
        }
        assertEquals(200, answer.statusCode(), answer::body);
        assertTrue(System.nanoTime() - killed < limit.toNanos());
    }
}
