package dev.cortado.inference.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.ChatTemplate;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.Generation;
import dev.cortado.inference.engine.GenerationEnd.Generated;
import dev.cortado.inference.engine.GenerationEnd.Obstacle;
import dev.cortado.inference.engine.GenerationEnd.TurnedAway;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.engine.Tenant;
import dev.cortado.inference.engine.TokenCounters;
import dev.cortado.inference.engine.TokenCounters.Counter;
import dev.cortado.inference.template.JinjavaTemplates;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Open Inference adapter against MLServer with a small text model of ours; run by `./cortado test --remote`.
class MlServerCheck {

    private static final OpenInferenceSettings.Tensors TENSORS = new OpenInferenceSettings.Tensors(
            "text_input", "max_tokens", "", "", "", "", "", "", "text_output", "prompt_tokens", "completion_tokens");

    @TempDir
    private static Path directory;

    private static Vertx vertx;
    private static RealServer server;
    private static Engine engine;

    @BeforeAll
    static void start() throws Exception {
        int port = RealServer.freePort();
        server = RealServer.start(
                List.of(
                        RealServer.said("cortado.remote.mlserver-python").toString(),
                        "-c",
                        "from mlserver.cli import main; main()",
                        "start",
                        "src/test/resources/mlserver"),
                Map.of(
                        "MLSERVER_GRPC_PORT", Integer.toString(port),
                        "MLSERVER_HTTP_PORT", Integer.toString(RealServer.freePort()),
                        "MLSERVER_METRICS_PORT", Integer.toString(RealServer.freePort())),
                directory.resolve("mlserver.log"));
        vertx = Vertx.vertx();
        OpenInferenceSettings settings = new OpenInferenceSettings(
                URI.create("grpc://127.0.0.1:" + port),
                ServerKey.none(),
                Duration.ofSeconds(3),
                Duration.ofSeconds(2),
                false,
                false,
                TENSORS,
                Map.of());
        ChatTemplate template = new JinjavaTemplates()
                .compile("{% for m in messages %}{{ m.content }}{% endfor %}", new ChatTemplate.SpecialTexts("", ""));
        engine = RealEngine.engine(
                "text",
                Duration.ofSeconds(3),
                model -> new OpenInferenceServer(model.name(), settings, template, vertx));
    }

    @AfterAll
    static void stop() {
        engine.close();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void description_namesTheServer() {
        assertTrue(
                engine.description().model().startsWith("text on "),
                engine.description().model());
        assertTrue(
                engine.description().model().contains("1.7.1"),
                engine.description().model());
    }

    @Test
    void answer_isTheModelsTextAndItsCounts() {
        Heard heard = ask("one two three");
        assertEquals("three two one", heard.text());
        Generated end = heard.generated();
        assertEquals(StopCause.STOP, end.cause());
        assertEquals(TokenCount.of(3), end.promptTokens());
        assertEquals(TokenCount.of(3), end.completionTokens());
        assertEquals(new TokenCounters(Counter.ENGINE, Counter.UNKNOWN, Counter.ENGINE), end.counters());
    }

    @Test
    void limit_isPassedOn() {
        Heard heard = ask("a b c d e f g h i j");
        assertEquals("j i h g f", heard.text());
        assertEquals(StopCause.LENGTH, heard.generated().cause());
    }

    @Test
    void failure_isAClearErrorAndTheNodeServesOn() {
        TurnedAway end = assertInstanceOf(TurnedAway.class, ask("please FAIL").end());
        assertEquals(Obstacle.UNSUPPORTED, end.obstacle());
        assertTrue(end.message().contains("does not like the prompt"), end.message());
        assertEquals("b a", ask("a b").text());
    }

    @Test
    void hang_endsAtItsTimeLimit() {
        TurnedAway end = assertInstanceOf(TurnedAway.class, ask("SLEEP well").end());
        assertEquals("the server did not begin to answer within 3000 ms", end.message());
        assertEquals("b a", ask("a b").text());
    }

    @Test
    void cancel_endsAtOnce() throws Exception {
        Heard heard = new Heard();
        Generation generation = ((Submission.Submitted) submit("SLEEP well", OptionalLong.empty(), heard)).generation();
        Thread.sleep(200);
        generation.cancel();
        assertEquals(StopCause.CANCELLED, heard.generated().cause());
        assertEquals(TokenCount.ZERO, heard.generated().promptTokens());
    }

    @Test
    void whatTheModelHasNoInputFor_isRefusedByName() {
        Submission.Unserved unserved =
                assertInstanceOf(Submission.Unserved.class, submit("a b", OptionalLong.of(3), new Heard()));
        assertEquals("seed", unserved.field());
    }

    private static Heard ask(String text) {
        Heard heard = new Heard();
        submit(text, OptionalLong.empty(), heard);
        heard.end();
        return heard;
    }

    private static Submission submit(String text, OptionalLong seed, Heard heard) {
        Instant latest = Instant.now().plus(Duration.ofMinutes(1));
        PromptPreparation.Prepared prepared = (PromptPreparation.Prepared)
                engine.prepare(new Conversation(List.of(new ConversationMessage(ChatRole.USER, text))));
        return engine.submit(
                new GenerationOrder(
                        new Tenant("organisation"),
                        AdapterUse.NONE,
                        prepared.prompt(),
                        TokenCount.of(5),
                        new Sampling(0, 1, seed, 0, 0),
                        List.of(),
                        latest,
                        latest),
                heard);
    }
}
