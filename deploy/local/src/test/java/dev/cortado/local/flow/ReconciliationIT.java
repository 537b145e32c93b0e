package dev.cortado.local.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cortado.contracts.unit.NanoUsd;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// After 200 requests of every kind, what users were told, the decisions, the usage rows and the ledger agree.
class ReconciliationIT {

    private static final int REQUESTS = 200;
    private static final int CLIENTS = 4;

    private static StackUnderTest stack;

    @BeforeAll
    static void startStack() throws IOException, InterruptedException {
        stack = StackUnderTest.shared();
    }

    /// What a client knows of its request: the decision, if one was made, and the cost, if an answer told it.
    private record Told(Optional<UUID> decision, Optional<NanoUsd> cost) {}

    @Test
    void everyCost_isTheSame_whereverItIsRead() throws InterruptedException, ExecutionException {
        Tenants.Tenant tenant = new Tenants(stack).create("reconciled", "5");
        List<Told> told = askAll(tenant);
        long sum = 0;
        int decided = 0;
        int answered = 0;
        for (Told one : told) {
            if (one.decision().isEmpty()) {
                continue;
            }
            UUID reservation = one.decision().get();
            Books.Posted posted = stack.books().awaitPosted(reservation).orElseThrow();
            assertEquals(posted.cost(), posted.charge());
            assertEquals(posted.cost(), posted.debited());
            assertEquals(posted.cost(), decisionCost(tenant, reservation));
            if (one.cost().isPresent()) {
                assertEquals(posted.cost(), one.cost().get().nanos());
                answered++;
            }
            sum += posted.cost();
            decided++;
        }
        assertTrue(answered >= REQUESTS / 2, "answered " + answered);
        assertTrue(decided > answered, "no cancelled request was decided");
        assertEquals(new Books.Spent(decided, sum), stack.books().spent(tenant.organisation()));
        JsonNode report = stack.admin("GET", "/v1/nodes/" + tenant.organisation() + "/spend", "");
        assertEquals(sum, report.required("chargedNanoUsd").asLong());
        JsonNode verified = stack.admin("GET", "/v1/ledger/verify", "");
        assertTrue(verified.required("balanced").asBoolean(), verified::toString);
        assertEquals(0, stack.books().imbalance());
        assertEquals(0, stack.books().quarantined());
    }

    private static List<Told> askAll(Tenants.Tenant tenant) throws InterruptedException, ExecutionException {
        List<Told> told = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Told>> asked = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                int number = i;
                asked.add(clients.submit(() -> ask(tenant, number)));
            }
            for (Future<Told> one : asked) {
                told.add(one.get());
            }
        }
        return told;
    }

    private static Told ask(Tenants.Tenant tenant, int number) throws IOException, InterruptedException {
        return switch (number % 5) {
            case 0, 1 -> whole(tenant, number);
            case 2 -> streamed(tenant, number, Integer.MAX_VALUE);
            case 3 -> streamed(tenant, number, number % 3);
            default -> refused(tenant, number);
        };
    }

    private static String body(int number, boolean stream) {
        return """
        {"model":"%s","stream":%s,"max_tokens":%d,"temperature":0.7,"seed":%d,
        "messages":[{"role":"user","content":"Tell me something about the number %d."}]}""".formatted(number % 10 == 0 ? "medium" : "small", stream, 8 + number % 24, number, number);
    }

    private static Told whole(Tenants.Tenant tenant, int number) {
        HttpResponse<String> answer = stack.chat(tenant.key(), body(number, false));
        assertEquals(200, answer.statusCode(), answer::body);
        return told(StackUnderTest.json(answer));
    }

    private static Told told(JsonNode answer) {
        return new Told(
                Optional.of(UUID.fromString(answer.at("/cortado/decision_id").asText())),
                Optional.of(NanoUsd.ofUsd(answer.at("/cortado/cost_usd").asText())));
    }

    /// Reads at most so many pieces of text, then closes the connection.
    private static Told streamed(Tenants.Tenant tenant, int number, int deltas)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> answer =
                stack.http().send(stack.chatRequest(tenant.key(), body(number, true)), BodyHandlers.ofInputStream());
        assertEquals(200, answer.statusCode());
        Optional<UUID> decision =
                answer.headers().firstValue("cortado-decision-id").map(UUID::fromString);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            int read = 0;
            for (String line = lines.readLine(); line != null && read <= deltas; line = lines.readLine()) {
                if (line.contains("\"cost_usd\"")) {
                    return told(StackUnderTest.json(line.substring("data:".length())));
                }
                if (line.contains("\"content\":\"")) {
                    read++;
                }
            }
        }
        return new Told(decision, Optional.empty());
    }

    /// Requests that must leave nothing behind.
    private static Told refused(Tenants.Tenant tenant, int number) {
        String body = number % 2 == 0 ? """
                {"model":"small","max_tokens":-1,"messages":[{"role":"user","content":"x"}]}""" : """
                {"model":"no-such-model","messages":[{"role":"user","content":"x"}]}""";
        HttpResponse<String> answer = stack.chat(tenant.key(), body);
        assertEquals(number % 2 == 0 ? 400 : 404, answer.statusCode(), answer::body);
        assertTrue(answer.headers().firstValue("cortado-decision-id").isEmpty());
        return new Told(Optional.empty(), Optional.empty());
    }

    private static long decisionCost(Tenants.Tenant tenant, UUID reservation) throws InterruptedException {
        long end = System.nanoTime() + 5_000_000_000L;
        while (true) {
            HttpResponse<String> answer = stack.get(tenant.key(), "/decisions/" + reservation);
            JsonNode cost = StackUnderTest.json(answer).path("cost_usd");
            if (cost.isTextual()) {
                return NanoUsd.ofUsd(cost.asText()).nanos();
            }
            assertTrue(System.nanoTime() < end, () -> "no cost: " + answer.body());
            Thread.sleep(50);
        }
    }
}
