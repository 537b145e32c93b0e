package dev.cortado.inference.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.Capability;
import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.ResponseFormat;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.engine.TokenCounters.Counter;
import dev.cortado.inference.engine.Tool;
import dev.cortado.inference.engine.ToolCall;
import dev.cortado.inference.engine.ToolCallPiece;
import dev.cortado.inference.engine.ToolUse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Answers of a remote server beyond a text: JSON, tool calls, likelihoods.
class RemoteAnswerFormsTest {

    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"share\":{\"maximum\":0.10}}}";
    private static final Tool WEATHER = new Tool("get_weather", "Tells the weather.", SCHEMA, true);
    private static final Sampling GREEDY = Sampling.greedy();

    private WireServer server;
    private RemoteUnderTest remote;

    @BeforeEach
    void serve() throws IOException {
        server = new WireServer();
        remote = new RemoteUnderTest(server, ServerKey.none(), EnumSet.complementOf(EnumSet.of(Capability.N)));
    }

    @AfterEach
    void stop() throws IOException {
        remote.close();
        server.close();
    }

    @Test
    void capabilities_areTheOperatorsWordOrElseTheServersKind() throws IOException {
        assertEquals(
                EnumSet.complementOf(EnumSet.of(Capability.N)),
                EnumSet.copyOf(remote.engine().description().capabilities()));
        try (RemoteUnderTest unsaid = new RemoteUnderTest(server, ServerKey.none())) {
            assertEquals(Set.of(), unsaid.engine().description().capabilities());
        }
        server.models("{\"id\": \"tiny\", \"owned_by\": \"vllm\"}");
        server.on("/health", exchange -> exchange.whole(200, "text/plain", ""));
        try (RemoteUnderTest vllm = new RemoteUnderTest(server, ServerKey.none())) {
            Set<Capability> known = vllm.engine().description().capabilities();
            assertTrue(known.contains(Capability.JSON_SCHEMA));
            assertFalse(known.contains(Capability.TOOLS));
        }
    }

    @Test
    void schemaBiasAndLikelihoods_areAskedForAndTold() throws IOException {
        server.chat(exchange -> {
            exchange.stream();
            exchange.event("""
                    {"choices": [{"index": 0, "delta": {"content": "{}"}, "logprobs": {"content": [
                      {"token": "{}", "bytes": [123, 125], "logprob": -0.5,
                       "top_logprobs": [{"token": "\u00fc", "bytes": null, "logprob": -0.25}]}]}}]}""".replace("\n", ""));
            exchange.finish("stop");
            exchange.done();
        });
        Sampling sampling = new Sampling(0, 1, OptionalLong.empty(), 0, 0, Map.of(90, -100.0), OptionalInt.of(1), 1);
        Heard heard = remote.ask(asked(ToolUse.NONE, new ResponseFormat.JsonSchema(SCHEMA)), sampling);
        assertEquals("{}", heard.text());
        assertEquals(StopCause.STOP, heard.generated().cause());
        assertEquals(-0.5, heard.tokens.getFirst().logarithm());
        assertEquals("{}", text(heard.tokens.getFirst().token().toArray()));
        assertEquals("ü", text(heard.tokens.getFirst().top().getFirst().token().toArray()));
        JsonNode body = body();
        assertEquals("json_schema", body.at("/response_format/type").asText());
        assertTrue(server.chats.element().body.contains(SCHEMA), "as it was written: 0.10, not 0.1");
        assertEquals(-100, body.at("/logit_bias/90").asDouble());
        assertTrue(body.path("logprobs").asBoolean());
        assertEquals(1, body.path("top_logprobs").asInt());
    }

    @Test
    void likelihoodsWithoutATextYet_areDelivered_soThatNoOtherAnswerFollows() {
        server.chat(
                exchange -> {
                    exchange.stream();
                    exchange.event("""
                            {"choices": [{"index": 0, "delta": {"content": ""}, "logprobs": {"content": [
                              {"token": "\\ud83d", "bytes": [240, 159], "logprob": -0.5, "top_logprobs": []}]}}]}""".replace("\n", ""));
                },
                exchange -> {
                    exchange.stream();
                    exchange.event("{\"choices\": [{\"index\": 0, \"delta\": {\"content\": \"another\"}}]}");
                    exchange.finish("stop");
                    exchange.done();
                });
        Sampling sampling = new Sampling(0, 1, OptionalLong.empty(), 0, 0, Map.of(), OptionalInt.of(0), 1);
        Heard heard = remote.ask(asked(ToolUse.NONE, new ResponseFormat.Text()), sampling);
        assertEquals(1, server.chats.size());
        assertEquals(StopCause.ERROR, heard.generated().cause());
        assertEquals(1, heard.tokens.size());
        assertEquals("", heard.text());
    }

    @Test
    void toolsAndEarlierCalls_areSentAsOpenAisClientsSendThem() throws IOException {
        server.chat(WireServer.Exchange::stream, WireServer.Exchange::stream, WireServer.Exchange::stream);
        Conversation conversation = new Conversation(
                List.of(
                        new ConversationMessage(ChatRole.USER, "And in Rome?"),
                        new ConversationMessage(
                                ChatRole.ASSISTANT,
                                "",
                                List.of(new ToolCall("call_7", "get_weather", "{\"city\": \"Rome\"}"))),
                        new ConversationMessage(ChatRole.TOOL, "31", List.of(), "call_7")),
                new ToolUse(List.of(WEATHER), new ToolUse.Choice.Named("get_weather"), false),
                new ResponseFormat.JsonObject());
        assertInstanceOf(
                GenerationEnd.TurnedAway.class, remote.ask(conversation, GREEDY).end());
        JsonNode body = body();
        assertTrue(body.at("/messages/1/content").isNull());
        assertEquals("call_7", body.at("/messages/1/tool_calls/0/id").asText());
        assertEquals(
                "{\"city\": \"Rome\"}",
                body.at("/messages/1/tool_calls/0/function/arguments").asText());
        assertEquals("call_7", body.at("/messages/2/tool_call_id").asText());
        assertEquals("get_weather", body.at("/tools/0/function/name").asText());
        assertEquals("object", body.at("/tools/0/function/parameters/type").asText());
        assertTrue(body.at("/tools/0/function/strict").asBoolean());
        assertEquals("get_weather", body.at("/tool_choice/function/name").asText());
        assertFalse(body.path("parallel_tool_calls").asBoolean(true));
        assertEquals("json_object", body.at("/response_format/type").asText());
    }

    @Test
    void toolCalls_comeInPieces_andAreMeteredWithinWhatIsPossible() {
        server.chat(exchange -> {
            exchange.stream();
            call(
                    exchange,
                    "{\"index\": 3, \"id\": \"a\", \"function\": {\"name\": \"get_weather\", \"arguments\": \"\"}}");
            call(exchange, "{\"index\": 3, \"function\": {\"arguments\": \"{\\\"city\\\": \"}}");
            call(exchange, "{\"index\": 3, \"function\": {\"arguments\": \"\\\"Rome\\\"}\"}}");
            call(
                    exchange,
                    "{\"index\": 5, \"id\": null, \"function\": {\"name\": \"get_weather\", \"arguments\": {}}}");
            exchange.finish("stop");
            exchange.usage("\"prompt_tokens\": 40, \"completion_tokens\": 31");
            exchange.done();
        });
        Heard heard = remote.ask(asked(tools(), new ResponseFormat.Text()), GREEDY);
        assertEquals(StopCause.TOOL_CALLS, heard.generated().cause());
        assertEquals(
                List.of(
                        new ToolCallPiece(0, "a", "get_weather", ""),
                        new ToolCallPiece(0, "", "", "{\"city\": "),
                        new ToolCallPiece(0, "", "", "\"Rome\"}")),
                heard.calls.subList(0, 3));
        ToolCallPiece second = heard.calls.get(3);
        assertEquals(1, second.position());
        assertTrue(second.id().startsWith("call_"), second.id());
        assertEquals("{}", second.argumentsJson());
        assertEquals(TokenCount.of(31), heard.generated().completionTokens());
        assertEquals(Counter.ENGINE, heard.generated().counters().completion());
    }

    @Test
    void wholeToolCallsUnderOneIndex_areCallsOfTheirOwn() {
        server.chat(exchange -> {
            exchange.stream();
            for (String id : List.of("a", "b")) {
                call(
                        exchange,
                        "{\"index\": 0, \"id\": \"" + id
                                + "\", \"function\": {\"name\": \"get_weather\", \"arguments\": \"{}\"}}");
            }
            exchange.finish("tool_calls");
            exchange.usage("\"prompt_tokens\": 40, \"completion_tokens\": 31");
            exchange.done();
        });
        assertEquals(
                List.of(new ToolCallPiece(0, "a", "get_weather", "{}"), new ToolCallPiece(1, "b", "get_weather", "{}")),
                remote.ask(asked(tools(), new ResponseFormat.Text()), GREEDY).calls);
    }

    @Test
    void toolCallWithoutAName_isGarbage() {
        server.chat(exchange -> {
            exchange.stream();
            call(exchange, "{\"index\": 0, \"id\": \"a\", \"function\": {\"arguments\": \"{}\"}}");
        });
        GenerationEnd.TurnedAway end = assertInstanceOf(
                GenerationEnd.TurnedAway.class,
                remote.ask(asked(tools(), new ResponseFormat.Text()), GREEDY).end());
        assertTrue(end.message().contains("without a function's name"), end.message());
    }

    @Test
    void tools_areWithinTheBoundOfThePrompt() {
        int plain = size(asked(ToolUse.NONE, new ResponseFormat.Text()));
        int added = "get_weather".length() + "Tells the weather.".length() + SCHEMA.length();
        assertEquals(plain + added + 100 + 10, size(asked(tools(), new ResponseFormat.Text())));
    }

    @Test
    void schemaThatIsNoJson_isRefusedByItsField() {
        Conversation conversation = asked(ToolUse.NONE, new ResponseFormat.JsonSchema("{\"a\": "));
        PromptPreparation.Prepared prepared =
                (PromptPreparation.Prepared) remote.engine().prepare(conversation);
        Submission.Unserved refused = assertInstanceOf(
                Submission.Unserved.class, remote.submit(AdapterUse.NONE, prepared.prompt(), GREEDY, new Heard()));
        assertEquals("response_format", refused.field());
    }

    private int size(Conversation conversation) {
        return ((PromptPreparation.Prepared) remote.engine().prepare(conversation))
                .prompt()
                .size();
    }

    private JsonNode body() throws IOException {
        return new ObjectMapper().readTree(server.chats.element().body);
    }

    private static void call(WireServer.Exchange exchange, String piece) throws IOException {
        exchange.event("{\"choices\": [{\"index\": 0, \"delta\": {\"tool_calls\": [" + piece + "]}}]}");
    }

    private static ToolUse tools() {
        return new ToolUse(List.of(WEATHER), new ToolUse.Choice.Free(), true);
    }

    private static Conversation asked(ToolUse tools, ResponseFormat format) {
        return new Conversation(
                List.of(new ConversationMessage(ChatRole.USER, "What is the weather in Rome?")), tools, format);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
