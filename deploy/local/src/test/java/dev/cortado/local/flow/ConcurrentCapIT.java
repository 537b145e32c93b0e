package dev.cortado.local.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cortado.contracts.unit.NanoUsd;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Many clients spend one small budget at once.
class ConcurrentCapIT {

    private static final int CLIENTS = 32;
    private static final int ANSWERS_MIN = 20;
    /// Worth about 60 answers of the size asked for.
    private static final long CAP_NANO_USD = 250_000;

    /// A second limit, for good, which never is the tighter one.
    private static final long ENOUGH_NANO_USD = 1_000_000_000;

    private static final long POSTED_WITHIN_NANOS = 5_000_000_000L;
    private static final String BODY = """
            {"model":"small","max_tokens":40,"messages":[{"role":"user","content":"Tell me about a lighthouse."}]}""";

    private static StackUnderTest stack;

    @BeforeAll
    static void startStack() throws IOException, InterruptedException {
        stack = StackUnderTest.shared();
    }

    /// What one client was answered until the budget was exhausted.
    private record Client(int answers, long costNanoUsd) {}

    @Test
    void manyClients_onOneSmallBudget_neverPassIt() throws InterruptedException, ExecutionException {
        Tenants tenants = new Tenants(stack);
        Tenants.Tenant tenant =
                tenants.create("concurrent", NanoUsd.of(CAP_NANO_USD).toUsd());
        tenants.limit(tenant.organisation(), "nano-usd", ENOUGH_NANO_USD);
        List<Client> told = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Client>> asked = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                asked.add(clients.submit(() -> spendUntilRefused(tenant)));
            }
            for (Future<Client> one : asked) {
                told.add(one.get());
            }
        }
        long cost = told.stream().mapToLong(Client::costNanoUsd).sum();
        int answers = told.stream().mapToInt(Client::answers).sum();
        assertTrue(cost <= CAP_NANO_USD, () -> "clients were told of " + cost);
        assertTrue(answers >= ANSWERS_MIN, () -> "only " + answers + " answers");
        awaitPosted(tenant, new Books.Spent(answers, cost));
        JsonNode report = stack.admin("GET", "/v1/nodes/" + tenant.organisation() + "/spend", "");
        assertEquals(cost, report.required("chargedNanoUsd").asLong());
    }

    private static Client spendUntilRefused(Tenants.Tenant tenant) throws InterruptedException {
        int answers = 0;
        long cost = 0;
        while (true) {
            HttpResponse<String> answer = stack.chat(tenant.key(), BODY);
            JsonNode json = StackUnderTest.json(answer);
            long posted = stack.books().spent(tenant.organisation()).nanoUsd();
            assertTrue(posted <= CAP_NANO_USD, () -> "posted " + posted);
            if (answer.statusCode() == 200) {
                answers++;
                cost += NanoUsd.ofUsd(json.at("/cortado/cost_usd").asText()).nanos();
            } else if (json.at("/error/code").asText().equals("insufficient_quota")) {
                return new Client(answers, cost);
            } else {
                // A full queue says when to come again; anything else is a failure.
                assertTrue(answer.headers().firstValue("retry-after").isPresent(), answer::body);
                Thread.sleep(200);
            }
        }
    }

    private static void awaitPosted(Tenants.Tenant tenant, Books.Spent expected) {
        long end = System.nanoTime() + POSTED_WITHIN_NANOS;
        while (!stack.books().spent(tenant.organisation()).equals(expected) && System.nanoTime() < end) {
            Books.sleepBriefly();
        }
        assertEquals(expected, stack.books().spent(tenant.organisation()));
    }
}
