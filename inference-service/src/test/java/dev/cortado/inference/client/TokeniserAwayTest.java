package dev.cortado.inference.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.PreparedPrompt.Bound;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.ResponseFormat;
import dev.cortado.inference.engine.TemplateOverhead;
import dev.cortado.inference.engine.Tool;
import dev.cortado.inference.engine.ToolUse;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How prompts are bounded where a server that counts does not. Routers hold for the bound that the reported overhead
/// gives: one that is wider here would look like a budget that is too small.
class TokeniserAwayTest {

    private static final String QUESTION = "How long is this?";
    private static final Conversation CONVERSATION =
            new Conversation(List.of(new ConversationMessage(ChatRole.USER, QUESTION)));

    private WireServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new WireServer();
        server.on("/health", exchange -> exchange.whole(200, "text/plain", ""));
        server.on("/tokenize", exchange -> exchange.json(200, "{\"count\": 9}"));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void prepare_serverThatCountsButNotNow_boundsNoWiderThanWhatIsHeldFor() {
        owner("vllm");
        try (RemoteUnderTest remote = new RemoteUnderTest(server, ServerKey.none())) {
            assertEquals(Bound.EXACT, prepared(remote, CONVERSATION).bound());
            server.on("/tokenize", exchange -> exchange.json(503, "{}"));

            PreparedPrompt bounded = prepared(remote, CONVERSATION);

            TemplateOverhead reported = remote.engine().description().templateOverhead();
            assertEquals(Bound.AT_MOST_FOR_NOW, bounded.bound());
            assertEquals(reported.promptTokensMax(QUESTION.length(), 1), bounded.size());
        }
    }

    @Test
    void prepare_toolsThatTheServerNeverCounts_areBoundedByWhatIsHeldFor() {
        owner("sglang");
        Conversation withTools = new Conversation(
                CONVERSATION.messages(),
                new ToolUse(List.of(new Tool("f", "", "{}", false)), new ToolUse.Choice.Free(), true),
                new ResponseFormat.Text());
        try (RemoteUnderTest remote = new RemoteUnderTest(server, ServerKey.none())) {
            PreparedPrompt bounded = prepared(remote, withTools);

            TemplateOverhead reported = remote.engine().description().templateOverhead();
            assertEquals(Bound.AT_MOST, bounded.bound());
            assertEquals(reported.promptTokensMax(QUESTION.length() + 3, 1, 1), bounded.size());
        }
    }

    @Test
    void load_tokeniserThatFailsWhileTheTemplateIsMeasured_keepsTheConfiguredOverhead() {
        owner("vllm");
        server.on(
                "/tokenize",
                exchange ->
                        exchange.json(exchange.body.split("\"role\"", -1).length > 3 ? 503 : 200, "{\"count\": 9}"));
        try (RemoteUnderTest remote = new RemoteUnderTest(server, ServerKey.none())) {
            assertEquals(RemoteUnderTest.OVERHEAD, remote.engine().description().templateOverhead());
        }
    }

    private void owner(String owner) {
        server.models("{\"id\": \"" + WireServer.MODEL + "\", \"owned_by\": \"" + owner + "\"}");
    }

    private static PreparedPrompt prepared(RemoteUnderTest remote, Conversation conversation) {
        return assertInstanceOf(
                        PromptPreparation.Prepared.class, remote.engine().prepare(conversation))
                .prompt();
    }
}
