package dev.cortado.local.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.cortado.contracts.unit.NanoUsd;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// One request, end to end, on the real parts: models, PostgreSQL, Kafka, Keycloak and the four services.
class FlowIT {

    private static final String SUM = "What is 17 + 26? Answer with the number.";

    /// Demo price book, nano-USD a token of the small tier.
    private static final long PROMPT_NANO_USD = 20;

    private static final long COMPLETION_NANO_USD = 80;

    private static StackUnderTest stack;

    @BeforeAll
    static void startStack() throws IOException, InterruptedException {
        stack = StackUnderTest.shared();
    }

    private static ChatCompletionCreateParams sumAskedOf(String model) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage(SUM)
                .temperature(0)
                .build();
    }

    @Test
    void medium_addsTwoNumbers_inOneAnswer() {
        OpenAIClient client = stack.openAi(stack.demoKey());
        ChatCompletion answer = client.chat().completions().create(sumAskedOf("medium"));
        assertTrue(answer.choices().get(0).message().content().orElseThrow().contains("43"), answer::toString);
        assertTrue(answer.usage().orElseThrow().promptTokens() > 10, answer::toString);
    }

    @Test
    void medium_addsTwoNumbers_inAStream() {
        OpenAIClient client = stack.openAi(stack.demoKey());
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(sumAskedOf("medium"))) {
            String text = stream.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream())
                    .collect(Collectors.joining());
            assertTrue(text.contains("43"), text);
        }
    }

    @Test
    void auto_withoutWishes_takesTheCheapestThatReachesTheDefaultUtility() {
        JsonNode answer = StackUnderTest.json(stack.chat(stack.demoKey(), """
                {"model":"auto","max_tokens":4,"messages":[{"role":"user","content":"Say yes."}]}"""));
        assertEquals("medium", answer.at("/cortado/tier").asText(), answer::toString);
        JsonNode better = StackUnderTest.json(stack.chat(stack.demoKey(), """
                {"model":"auto","max_tokens":4,"messages":[{"role":"user","content":"Say yes."}],
                "cortado":{"utility_min":0.8}}"""));
        assertEquals("large", better.at("/cortado/tier").asText(), better::toString);
    }

    @Test
    void explanation_tellsWhatAnswersThen_andTheDecisionDrawsTheSameFrontier() {
        String body = """
                {"model":"auto","max_tokens":4,"messages":[{"role":"user","content":"Say yes."}]}""";
        JsonNode preview = StackUnderTest.json(stack.post(stack.demoKey(), "/route/explain", body));
        JsonNode answer = StackUnderTest.json(stack.chat(stack.demoKey(), body));
        JsonNode decision = StackUnderTest.json(stack.get(
                stack.demoKey(),
                "/decisions/" + answer.at("/cortado/decision_id").asText()));

        assertEquals("knee", preview.at("/frontier/policy").asText(), preview::toString);
        assertEquals(
                answer.at("/cortado/variant").asText(),
                preview.at("/frontier/chosen/variant").asText(),
                preview::toString);
        assertEquals(preview.at("/frontier/knee"), decision.at("/frontier/knee"), decision::toString);
        assertEquals(preview.at("/frontier/hull"), decision.at("/frontier/hull"), decision::toString);
        assertEquals(
                "below utility 0.6",
                decision.at("/candidates/0/excluded_because").asText(),
                decision::toString);
    }

    @Test
    void policy_bestWithinCost_takesTheMostUseful() {
        JsonNode answer = StackUnderTest.json(stack.chat(stack.demoKey(), """
                {"model":"auto","max_tokens":4,"messages":[{"role":"user","content":"Say yes."}],
                "cortado":{"policy":"best-within-cost"}}"""));
        assertEquals("large", answer.at("/cortado/tier").asText(), answer::toString);
    }

    @Test
    void person_withAToken_isServedAndCharged() {
        HttpResponse<String> answer = stack.chat(stack.personToken(), """
                {"model":"small","max_tokens":4,"messages":[{"role":"user","content":"Say yes."}]}""");
        assertEquals(200, answer.statusCode(), answer::body);
        UUID reservation = UUID.fromString(
                StackUnderTest.json(answer).at("/cortado/decision_id").asText());
        assertTrue(stack.books().awaitPosted(reservation).orElseThrow().charge() > 0);
    }

    @Test
    void personsToken_namesTheOrganisation() {
        String payload = stack.personToken().split("\\.", -1)[1];
        JsonNode claims =
                StackUnderTest.json(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
        assertTrue(claims.path("organization").toString().contains("\"demo\""), claims::toString);
    }

    @Test
    void smallBudget_isNeverPassed_andTheFirstRefusalComesAtTheEnd() {
        long cap = 2_000 * COMPLETION_NANO_USD;
        Tenants.Tenant tenant =
                new Tenants(stack).create("budget", NanoUsd.of(cap).toUsd());
        String body = """
                {"model":"small","messages":[{"role":"user","content":"Tell me a very long story about a lighthouse."}]}""";
        long promptTokens = 0;
        long spent = 0;
        HttpResponse<String> answer = stack.chat(tenant.key(), body);
        for (int asked = 0; answer.statusCode() == 200 && asked < 200; asked++) {
            JsonNode json = StackUnderTest.json(answer);
            promptTokens = json.at("/usage/prompt_tokens").asLong();
            spent += NanoUsd.ofUsd(json.at("/cortado/cost_usd").asText()).nanos();
            assertTrue(spent <= cap, "spent " + spent);
            assertEquals(
                    cap - spent,
                    NanoUsd.ofUsd(json.at("/cortado/budget_remaining_usd").asText())
                            .nanos());
            answer = stack.chat(tenant.key(), body);
        }
        assertEquals(429, answer.statusCode(), answer::body);
        assertEquals(
                "insufficient_quota",
                StackUnderTest.json(answer).at("/error/code").asText());
        assertEquals("false", answer.headers().firstValue("x-should-retry").orElse(""), answer.headers()::toString);
        assertTrue(promptTokens > 0, "no request was served");
        assertTrue(
                cap - spent < promptTokens * PROMPT_NANO_USD + COMPLETION_NANO_USD,
                "refused with " + (cap - spent) + " nano-USD left for a prompt of " + promptTokens);
        awaitSpent(tenant, spent);
    }

    private static void awaitSpent(Tenants.Tenant tenant, long expected) {
        long end = System.nanoTime() + 5_000_000_000L;
        long posted = stack.books().spent(tenant.organisation()).nanoUsd();
        while (posted != expected && System.nanoTime() < end) {
            Books.sleepBriefly();
            posted = stack.books().spent(tenant.organisation()).nanoUsd();
        }
        assertEquals(expected, posted);
    }

    @Test
    void streamClosedEarly_isChargedForWhatWasProduced() throws IOException, InterruptedException {
        HttpResponse<java.io.InputStream> answer =
                stack.http().send(stack.chatRequest(stack.demoKey(), """
                                {"model":"medium","stream":true,"max_tokens":1000,"temperature":0,
                                "messages":[{"role":"user","content":"Count from 1 to 1000, one number a line."}]}"""), BodyHandlers.ofInputStream());
        UUID reservation = UUID.fromString(
                answer.headers().firstValue("cortado-decision-id").orElseThrow());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            int deltas = 0;
            StringBuilder read = new StringBuilder();
            while (deltas < 10) {
                String line = lines.readLine();
                assertNotNull(line, () -> "status " + answer.statusCode() + ", ended after " + read);
                read.append(line).append('\n');
                if (line.contains("\"content\":\"") && !line.contains("\"content\":\"\"")) {
                    deltas++;
                }
            }
        }
        Books.Posted posted = stack.books().awaitPosted(reservation).orElseThrow();
        assertTrue(
                posted.completionTokens() >= 10 && posted.completionTokens() < 60,
                () -> "charged " + posted.completionTokens());
        assertEquals(posted.cost(), posted.debited());
    }

    @Test
    void longPrefillCancelled_stops_andIsChargedForWhatItDid() throws IOException, InterruptedException {
        Books.Posted posted = longPrefillCancelledAfter(Duration.ofSeconds(6));
        // A slow machine may not have computed the prompt's first step by then, 512 tokens: a step that is given up
        // costs nothing.
        for (int seconds = 12; posted.promptTokens() == 0 && seconds <= 96; seconds *= 2) {
            assertEquals(0, posted.cost());
            posted = longPrefillCancelledAfter(Duration.ofSeconds(seconds));
        }
        long promptTokens = posted.promptTokens();
        assertTrue(promptTokens > 0 && promptTokens < 3_000, () -> "charged a prompt of " + promptTokens);
    }

    private static Books.Posted longPrefillCancelledAfter(Duration wait) throws IOException, InterruptedException {
        String prompt = IntStream.range(0, 1_300)
                .mapToObj(number -> "fact " + number % 10 + " is")
                .collect(Collectors.joining(" "));
        HttpResponse<java.io.InputStream> answer = stack.http()
                .send(stack.chatRequest(stack.demoKey(), """
                                {"model":"large","stream":true,"max_tokens":100,
                                "messages":[{"role":"user","content":"%s"}]}""".formatted(prompt)), BodyHandlers.ofInputStream());
        UUID reservation = UUID.fromString(
                answer.headers().firstValue("cortado-decision-id").orElseThrow());
        Thread.sleep(wait.toMillis());
        answer.body().close();
        Books.Posted posted = stack.books().awaitPosted(reservation).orElseThrow();
        assertEquals("cancelled", posted.finish());
        assertEquals(0, posted.completionTokens());
        assertEquals(posted.cost(), posted.debited());
        return posted;
    }
}
