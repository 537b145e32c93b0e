package dev.cortado.inference.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.Capability;
import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.ResponseFormat;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.Tenant;
import dev.cortado.inference.engine.Tool;
import dev.cortado.inference.engine.ToolUse;
import dev.cortado.inference.remote.RemoteOrder;
import dev.cortado.inference.remote.RemoteServer.Counted;
import dev.cortado.inference.remote.RemoteServer.NotServing;
import dev.cortado.inference.remote.RemoteServer.ServerDescription;
import dev.cortado.inference.remote.RemoteServer.Serving;
import dev.cortado.inference.remote.RemoteServer.Unanswered;
import dev.cortado.inference.remote.RemoteServer.Uncountable;
import dev.cortado.inference.remote.RemoteServer.Unrenderable;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What each kind of server is asked beyond OpenAI's interface. The answers here are made up in the
/// shapes that the servers' sources have: llama.cpp v0.5.0 `tools/server`, vLLM `entrypoints/openai`
/// and `entrypoints/serve/tokenize`, SGLang `srt/entrypoints/openai`.
class ServerFlavoursTest {

    private static final Conversation CONVERSATION =
            new Conversation(List.of(new ConversationMessage(ChatRole.USER, "Hello")));

    private static final Conversation WITH_TOOLS = new Conversation(
            CONVERSATION.messages(),
            new ToolUse(List.of(new Tool("f", "", "", false)), new ToolUse.Choice.Free(), true),
            new ResponseFormat.Text());

    private WireServer server;
    private OpenAiServer adapter;

    @BeforeEach
    void start() throws IOException {
        server = new WireServer();
        adapter = new OpenAiServer("tiny", RemoteUnderTest.settings(server, ServerKey.none()));
    }

    @AfterEach
    void stop() throws IOException {
        adapter.close();
        server.close();
    }

    @Test
    void llamaServer_isAskedForItsSlotsAndCountsPrompts() {
        llamaServer();
        ServerDescription description = described();
        assertTrue(description.kind().startsWith("llama-server at 127.0.0.1:"));
        assertEquals(2048, description.contextTokens());
        assertEquals(3, description.slots());
        assertTrue(description.counts());
        assertEquals(new Counted(TokenCount.of(4)), adapter.count(CONVERSATION));
        assertEquals(OptionalLong.of(4), adapter.countText("a text"));
    }

    @Test
    void llamaServer_saysWhetherItsModelCallsTools_andCountsThemInPrompts() throws IOException {
        llamaServer();
        assertFalse(described().capabilities().contains(Capability.TOOLS));
        server.models("{\"id\": \"another\"}");
        assertInstanceOf(NotServing.class, adapter.probe());
        llamaServer();
        server.on(
                "/props",
                exchange ->
                        exchange.json(200, "{\"total_slots\": 3, \"chat_template_caps\": {\"supports_tools\": true}}"));
        assertTrue(described().capabilities().contains(Capability.TOOLS));
        assertTrue(described().capabilities().contains(Capability.JSON_SCHEMA));
        server.on("/apply-template", exchange -> {
            boolean shown = new ObjectMapper()
                    .readTree(exchange.body)
                    .at("/tools/0/function/name")
                    .asText()
                    .equals("f");
            exchange.json(shown ? 200 : 500, "{\"prompt\": \"<tools>\"}");
        });
        assertEquals(new Counted(TokenCount.of(4)), adapter.count(WITH_TOOLS));
    }

    @Test
    void sglang_isNotAskedToCountTools() {
        server.models("{\"id\": \"tiny\", \"owned_by\": \"sglang\"}");
        server.on("/health", exchange -> exchange.whole(200, "text/plain", ""));
        server.on("/tokenize", exchange -> exchange.json(200, "{\"count\": 9}"));
        described();
        assertEquals(new Counted(TokenCount.of(9)), adapter.count(CONVERSATION));
        assertEquals(new Uncountable(), adapter.count(WITH_TOOLS));
    }

    @Test
    void llamaServerThatStillLoads_doesNotServe() {
        llamaServer();
        server.on("/health", exchange -> exchange.json(503, "{\"error\": {\"message\": \"Loading model\"}}"));
        assertInstanceOf(NotServing.class, adapter.probe());
    }

    @Test
    void templateThatRefuses_isToldAndNotBounded() {
        llamaServer();
        described();
        server.on(
                "/apply-template",
                exchange -> exchange.json(400, "{\"error\": {\"message\": \"roles must alternate\"}}"));
        Unrenderable refused = assertInstanceOf(Unrenderable.class, adapter.count(CONVERSATION));
        assertTrue(refused.reason().contains("roles must alternate"));
    }

    @Test
    void tokeniserThatFails_isToldApartFromNone() {
        llamaServer();
        described();
        for (int status : new int[] {408, 429, 500, 503}) {
            server.on("/tokenize", exchange -> exchange.json(status, "{}"));
            assertEquals(new Unanswered(), adapter.count(CONVERSATION));
        }
        server.on("/apply-template", exchange -> exchange.json(500, "{}"));
        assertEquals(new Unanswered(), adapter.count(CONVERSATION));
        for (int status : new int[] {403, 404, 501}) {
            server.on("/apply-template", exchange -> exchange.json(status, "{}"));
            assertEquals(new Uncountable(), adapter.count(CONVERSATION));
        }
    }

    @Test
    void tokeniserThatDoesNotAnswer_isLeftAlone() {
        llamaServer();
        described();
        AtomicInteger asked = new AtomicInteger();
        server.on("/apply-template", _ -> asked.incrementAndGet());
        assertEquals(new Unanswered(), adapter.count(CONVERSATION));
        int before = asked.get();
        assertEquals(new Unanswered(), adapter.count(CONVERSATION));
        assertEquals(before, asked.get());
    }

    @Test
    void vllm_countsAtOnceAndSaysItsContext() {
        server.models("{\"id\": \"tiny\", \"owned_by\": \"vllm\", \"max_model_len\": 4096}");
        server.on("/health", exchange -> exchange.whole(200, "text/plain", ""));
        server.on("/tokenize", exchange -> {
            JsonNode body = new ObjectMapper().readTree(exchange.body);
            boolean chat = body.path("messages").isArray()
                    && body.path("add_generation_prompt").asBoolean();
            exchange.json(200, "{\"count\": " + (chat ? 9 : 2) + ", \"max_model_len\": 4096, \"tokens\": []}");
        });
        ServerDescription description = described();
        assertEquals(4096, description.contextTokens());
        assertTrue(description.counts());
        assertEquals(new Counted(TokenCount.of(9)), adapter.count(CONVERSATION));
        assertEquals(OptionalLong.of(2), adapter.countText("a text"));
        server.on("/tokenize", exchange -> exchange.json(200, "{\"count\": -1}"));
        assertEquals(OptionalLong.empty(), adapter.countText("a text"));
    }

    @Test
    void plainServer_countsNothing() {
        ServerDescription description = described();
        assertTrue(description.kind().startsWith("an OpenAI-compatible server"));
        assertEquals(0, description.contextTokens());
        assertEquals(new Uncountable(), adapter.count(CONVERSATION));
        assertEquals(OptionalLong.empty(), adapter.countText("a text"));
    }

    @Test
    void serverWithoutAListOfModels_isTaken() {
        server.on("/v1/models", exchange -> exchange.json(404, "{}"));
        described();
    }

    @Test
    void prefixes_areNotSharedBetweenTenants() throws IOException {
        OpenAiRequests requests =
                new OpenAiRequests(new ObjectMapper(), RemoteUnderTest.settings(server, ServerKey.none()));
        JsonNode llama = requests.generation(order("a"), Flavour.LLAMA_SERVER);
        assertEquals(false, llama.path("cache_prompt").asBoolean(true));
        String saltOfA =
                requests.generation(order("a"), Flavour.VLLM).path("cache_salt").asText();
        assertEquals(
                saltOfA,
                requests.generation(order("a"), Flavour.VLLM).path("cache_salt").asText());
        assertNotEquals(
                saltOfA,
                requests.generation(order("b"), Flavour.VLLM).path("cache_salt").asText());
        assertNotEquals(
                requests.generation(order(""), Flavour.SGLANG)
                        .path("cache_salt")
                        .asText(),
                requests.generation(order(""), Flavour.SGLANG)
                        .path("cache_salt")
                        .asText());
        JsonNode plain = requests.generation(order("a"), Flavour.PLAIN);
        assertTrue(plain.path("cache_salt").isMissingNode()
                && plain.path("cache_prompt").isMissingNode());
    }

    private static RemoteOrder order(String organisation) {
        return new RemoteOrder(
                "tiny", new Tenant(organisation), CONVERSATION, TokenCount.of(8), Sampling.greedy(), List.of());
    }

    private ServerDescription described() {
        return assertInstanceOf(Serving.class, adapter.probe()).description();
    }

    private void llamaServer() {
        server.models("{\"id\": \"tiny\", \"owned_by\": \"llamacpp\"}");
        server.on("/health", exchange -> exchange.json(200, "{\"status\": \"ok\"}"));
        server.on(
                "/props",
                exchange ->
                        exchange.json(200, "{\"default_generation_settings\": {\"n_ctx\": 2048}, \"total_slots\": 3}"));
        server.on("/apply-template", exchange -> exchange.json(200, "{\"prompt\": \"<user>Hello\"}"));
        server.on("/tokenize", exchange -> exchange.json(200, "{\"tokens\": [1, 2, 3, 4]}"));
    }
}
