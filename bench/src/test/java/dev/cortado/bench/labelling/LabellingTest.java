package dev.cortado.bench.labelling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cortado.evaluation.check.NumberCheck;
import dev.cortado.evaluation.check.Unchecked;
import dev.cortado.evaluation.item.Split;
import dev.cortado.evaluation.item.Task;
import dev.cortado.evaluation.item.TaskClass;
import dev.cortado.evaluation.item.TaskMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The job against a platform that answers 42, and as the judge 7.
class LabellingTest {

    @TempDir
    private Path place = Path.of("");

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer platform = server();

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void start() {
        platform.createContext("/v1/models", exchange -> answer(exchange, """
                {"data": [{"id": "small-1", "cortado": {"available": true}},
                    {"id": "judge-1", "cortado": {"available": true}},
                    {"id": "down-1", "cortado": {"available": false}}]}"""));
        platform.createContext("/v1/chat/completions", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.incrementAndGet();
            answer(exchange, """
                    {"choices": [{"message": {"content": "%s"}}], "usage": {"completion_tokens": 3},
                     "cortado": {"variant": "small-1", "cost_usd": "0.001"}}""".formatted(body.contains("judge-1") ? "Grade: 7/10" : "It is 42."));
        });
        platform.start();
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @AfterEach
    void stop() {
        platform.stop(0);
    }

    @Test
    void promptsWithAndWithoutACheck_becomeLabels_andNothingIsAskedTwice()
            throws IOException, InterruptedException, ExecutionException {
        Path prompts = prompts("""
                {"id": "a", "class": "arithmetic", "prompt": "Six times seven?", "check": {"kind": "number", "expected": 42}}
                {"id": "b", "prompt": "Sell tea."}
                {"id": "c", "prompt": "Never seen.", "split": "held_out"}
                """);
        String plan = plan(prompts, "small-1", "\"judge-1\"");

        Labelling.main(new String[] {plan});
        List<String> labels = Files.readAllLines(place.resolve("labels.jsonl"));
        assertEquals(
                List.of(
                        "{\"prompt\":\"Six times seven?\",\"class\":\"arithmetic\",\"variant\":\"small-1\",\"score\":1.0,"
                                + "\"completion_tokens\":3}",
                        "{\"prompt\":\"Sell tea.\",\"variant\":\"small-1\",\"score\":0.7,\"completion_tokens\":3}"),
                labels);
        assertEquals(4, asked.get());

        Labelling.main(new String[] {plan});
        assertEquals(4, asked.get());
        assertEquals(labels, Files.readAllLines(place.resolve("labels.jsonl")));
    }

    @Test
    void badLines_areNamed_beforeAnythingIsAsked() throws IOException {
        Path prompts = prompts("{\"id\": \"b\", \"prompt\": \"Sell tea.\"}\nnothing\n");
        LabellingPlan plan = LabellingPlan.read(Path.of(plan(prompts, "small-1", "null")));

        IllegalArgumentException bad = assertThrows(IllegalArgumentException.class, () -> Labelling.tasks(plan));

        assertTrue(String.valueOf(bad.getMessage()).contains("line 1"));
        assertTrue(String.valueOf(bad.getMessage()).contains("line 2"));
        assertFalse(plan.toString().contains("secret"));
    }

    @Test
    void aVerdict_isTheFirstNumberFromZeroToTen() {
        assertEquals(OptionalDouble.of(.7), Judge.score("7"));
        assertEquals(OptionalDouble.of(.8), Judge.score("Grade: 8/10."));
        assertEquals(OptionalDouble.of(1), Judge.score("10"));
        assertEquals(OptionalDouble.of(.85), Judge.score("8.5"));
        assertEquals(OptionalDouble.of(0), Judge.score("0, since it is wrong"));
        assertEquals(OptionalDouble.empty(), Judge.score("100 %"));
        assertEquals(OptionalDouble.empty(), Judge.score("good"));
        assertEquals(OptionalDouble.empty(), Judge.score("-3"));
    }

    @Test
    void theJudgesError_isOfAnswersThatACheckScoresToo() {
        List<Scored> all = List.of(scored(true, "42", .7), scored(true, "41", .5), scored(false, "tea", .9));

        JudgeError error = JudgeError.of(all).orElseThrow();

        assertEquals(2, error.answers());
        assertEquals(.4, error.meanDifference(), 1e-9);
        assertEquals(.1, error.bias(), 1e-9);
        assertEquals(Optional.empty(), JudgeError.of(all.subList(2, 3)));
    }

    private static Scored scored(boolean checked, String text, double verdict) {
        Task task = new Task(
                "a",
                TaskClass.OTHER,
                List.of(TaskMessage.user("Six times seven?")),
                8,
                checked ? new NumberCheck(42) : new Unchecked(),
                Split.CALIBRATION);
        return new Scored(
                task,
                "small-1",
                Optional.of(new AnswerJournal.Entry(task.digest(), "small-1", text, 1, 1)),
                OptionalDouble.of(verdict));
    }

    private Path prompts(String lines) throws IOException {
        return Files.writeString(place.resolve("prompts.jsonl"), lines);
    }

    private String plan(Path prompts, String variant, String judge) throws IOException {
        Path file = Files.writeString(place.resolve("plan.json"), """
                {"baseUrl": "http://127.0.0.1:%d/v1", "apiKey": "secret", "prompts": "%s", "variants": ["%s"],
                 "judge": %s, "journal": "%s", "labels": "%s", "streams": 1}""".formatted(
                        platform.getAddress().getPort(),
                        prompts,
                        variant,
                        judge,
                        place.resolve("journal.jsonl"),
                        place.resolve("labels.jsonl")));
        return file.toString();
    }
}
