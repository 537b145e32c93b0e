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
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.Generation;
import dev.cortado.inference.engine.GenerationEnd.Generated;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.ResponseFormat;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.engine.Tenant;
import dev.cortado.inference.engine.TokenCounters;
import dev.cortado.inference.engine.TokenCounters.Counter;
import dev.cortado.inference.engine.Tool;
import dev.cortado.inference.engine.ToolUse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The OpenAI adapter against llama.cpp's own server, with the small model; run by `./cortado test --remote`.
class LlamaServerCheck {

    private static final String KEY = "a-key-of-this-test";

    @TempDir
    private static Path directory;

    private static int port;
    private static RealServer server;
    private static Engine engine;

    @BeforeAll
    static void start() throws Exception {
        port = RealServer.freePort();
        Path key = Files.writeString(directory.resolve("key"), KEY + "\n");
        server = run();
        engine =
                RealEngine.openAi(URI.create("http://127.0.0.1:" + port + "/v1"), "small", ServerKey.ofFile(key), true);
    }

    private static RealServer run() throws IOException {
        Path model = RealServer.said("cortado.models.directory").resolve("SmolLM2-135M-Instruct.Q4_1.gguf");
        return RealServer.start(
                List.of(
                        RealServer.said("cortado.remote.llama-python").toString(),
                        "src/test/resources/llama/llama_server.py",
                        model.toString(),
                        Integer.toString(port),
                        KEY),
                Map.of(),
                directory.resolve("llama-server.log"));
    }

    @AfterAll
    static void stop() {
        engine.close();
        server.close();
    }

    @Test
    void description_isWhatTheServerSaysOfItself() {
        assertTrue(engine.description().model().startsWith("small on llama-server at 127.0.0.1:"));
        assertEquals(2, engine.description().slots());
        assertEquals(2048, engine.description().contextTokens());
        assertTrue(engine.description().templateOverhead().perMessage() > 0);
    }

    @Test
    void prompt_isCountedExactlyAsTheServerCountsIt() {
        for (String text : List.of("Hi", "Grüße aus Köln 🙂 and <|im_start|>system", "x ".repeat(60))) {
            PreparedPrompt prompt = prompt(text);
            assertTrue(prompt.exact());
            Heard heard = generate(prompt, sampling(1), 4, List.of());
            assertEquals(prompt.count(), heard.generated().promptTokens());
            assertEquals(Counter.ENGINE, heard.generated().counters().prompt());
        }
    }

    @Test
    void stream_comesInPiecesAndIsMetered() {
        generate(prompt("Count from ten to one."), sampling(2), 24, List.of());
        Heard heard = generate(prompt("Count from one to ten."), sampling(2), 24, List.of());
        assertTrue(heard.deltas.size() > 3, heard.deltas.toString());
        Generated end = heard.generated();
        assertEquals(StopCause.LENGTH, end.cause());
        assertEquals(TokenCount.of(24), end.completionTokens());
        assertEquals(TokenCounters.ENGINE, end.counters());
        assertTrue(engine.occupancy().decodeTokensPerSecond().isPresent());
    }

    @Test
    void seed_drawsTheSameAgain() {
        PreparedPrompt prompt = prompt("Tell me a story.");
        assertEquals(
                generate(prompt, sampling(7), 16, List.of()).text(),
                generate(prompt, sampling(7), 16, List.of()).text());
    }

    @Test
    void stopText_endsTheTextAndIsNoPartOfIt() {
        Heard heard = generate(prompt("Repeat: alpha beta gamma delta"), sampling(3), 64, List.of("e"));
        assertFalse(heard.text().contains("e"), heard.text());
        assertEquals(StopCause.STOP, heard.generated().cause());
    }

    @Test
    void prefixOfTheSamePrompt_isMeteredAsCached() {
        PreparedPrompt prompt = prompt("A long beginning that is the same for all of them. ".repeat(8));
        generate(prompt, sampling(4), 2, List.of());
        Generated again = generate(prompt, sampling(4), 2, List.of()).generated();
        assertTrue(again.cachedPromptTokens().count() > 0, again.toString());
        assertEquals(Counter.ENGINE, again.counters().cachedPrompt());
    }

    @Test
    void schema_isKeptToAndItsLikelihoodsCome() throws Exception {
        assertTrue(engine.description().capabilities().contains(Capability.JSON_SCHEMA));
        Conversation conversation = new Conversation(
                List.of(new ConversationMessage(ChatRole.USER, "How old is Ada?")),
                ToolUse.NONE,
                new ResponseFormat.JsonSchema(
                        "{\"type\": \"object\", \"properties\": {\"age\": {\"type\": \"integer\", \"maximum\": 99}},"
                                + " \"required\": [\"age\"], \"additionalProperties\": false}"));
        PreparedPrompt prompt = ((PromptPreparation.Prepared) engine.prepare(conversation)).prompt();
        Sampling sampling = new Sampling(0.8, 0.95, OptionalLong.of(1), 0, 0, Map.of(), OptionalInt.of(2), 1);
        Heard heard = generate(prompt, sampling, 40, List.of());
        assertTrue(new ObjectMapper().readTree(heard.text()).path("age").isInt(), heard.text());
        assertEquals(prompt.count(), heard.generated().promptTokens());
        assertEquals(2, heard.tokens.getFirst().top().size());
        assertTrue(heard.tokens.getFirst().logarithm() < 0);
    }

    @Test
    void toolsInThePrompt_areCountedExactlyAsTheServerCountsThem() {
        Tool tool = new Tool("get_weather", "Tells the weather.", "{\"type\": \"object\"}", false);
        Conversation conversation = new Conversation(
                List.of(new ConversationMessage(ChatRole.USER, "What is the weather in Rome?")),
                new ToolUse(List.of(tool), new ToolUse.Choice.Free(), true),
                new ResponseFormat.Text());
        PreparedPrompt prompt = ((PromptPreparation.Prepared) engine.prepare(conversation)).prompt();
        Heard heard = generate(prompt, sampling(1), 4, List.of());
        assertEquals(prompt.count(), heard.generated().promptTokens());
        assertEquals(Counter.ENGINE, heard.generated().counters().prompt());
    }

    @Test
    void cancel_reachesTheServer() throws Exception {
        Heard heard = new Heard();
        Generation generation = submit(prompt("Write a very long story."), sampling(5), 1500, List.of(), heard);
        heard.awaitFirst();
        assertTrue(slotsBusy() > 0);
        generation.cancel();
        assertEquals(StopCause.CANCELLED, heard.generated().cause());
        assertTrue(heard.generated().completionTokens().count() > 0);
        assertEquals(Counter.PLATFORM, heard.generated().counters().completion());
        for (int i = 0; i < 100 && slotsBusy() > 0; i++) {
            Thread.sleep(50);
        }
        assertEquals(0, slotsBusy());
    }

    @Test
    void wrongKey_isAnOutageThatNamesNoKey() throws Exception {
        try (OpenAiServer adapter = new OpenAiServer(
                "small",
                RealEngine.settings(
                        URI.create("http://127.0.0.1:" + port + "/v1"),
                        ServerKey.ofVariable("another-key", "KEY"),
                        false))) {
            // llama-server shows its models to anybody; what it generates it shows to those with the key.
            Heard heard = new Heard();
            RealEngine.order(adapter, "small", heard);
            assertFalse(heard.end().toString().contains("another-key"));
            assertTrue(
                    heard.end().toString().contains("does not let this node in"),
                    heard.end().toString());
        }
    }

    @Test
    void killedServer_isAnErrorThenAnOutageAndServesAgainWhenItIsBack() throws Exception {
        Heard heard = new Heard();
        submit(prompt("Write a very long story."), sampling(6), 1500, List.of(), heard);
        heard.awaitFirst();
        server.close();
        assertEquals(StopCause.ERROR, heard.generated().cause());
        assertTrue(heard.generated().completionTokens().count() > 0);
        await(false);
        assertEquals("the server cannot be reached", engine.outage());
        server = run();
        await(true);
        assertInstanceOf(
                Generated.class,
                generate(prompt("Hi"), sampling(1), 4, List.of()).end());
    }

    private static void await(boolean running) throws InterruptedException {
        for (int i = 0; i < 600 && engine.running() != running; i++) {
            Thread.sleep(50);
        }
        assertEquals(running, engine.running());
    }

    private static Sampling sampling(long seed) {
        return new Sampling(0.8, 0.95, OptionalLong.of(seed), 0, 0);
    }

    private static PreparedPrompt prompt(String text) {
        return ((PromptPreparation.Prepared)
                        engine.prepare(new Conversation(List.of(new ConversationMessage(ChatRole.USER, text)))))
                .prompt();
    }

    private static Heard generate(PreparedPrompt prompt, Sampling sampling, int max, List<String> stops) {
        Heard heard = new Heard();
        submit(prompt, sampling, max, stops, heard);
        heard.end();
        return heard;
    }

    private static Generation submit(
            PreparedPrompt prompt, Sampling sampling, int max, List<String> stops, Heard heard) {
        Instant latest = Instant.now().plus(Duration.ofMinutes(2));
        return ((Submission.Submitted) engine.submit(
                        new GenerationOrder(
                                new Tenant("organisation"),
                                AdapterUse.NONE,
                                prompt,
                                TokenCount.of(max),
                                sampling,
                                stops,
                                latest,
                                latest),
                        heard))
                .generation();
    }

    private static int slotsBusy() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String body = client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/slots"))
                                    .header("Authorization", "Bearer " + KEY)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            int busy = 0;
            for (JsonNode slot : new ObjectMapper().readTree(body)) {
                busy += slot.path("is_processing").asBoolean() ? 1 : 0;
            }
            return busy;
        }
    }
}
