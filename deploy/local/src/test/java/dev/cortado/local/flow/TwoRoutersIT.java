package dev.cortado.local.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cortado.contracts.unit.NanoUsd;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// One tenant's 64 clients ask two routers 5,000 times in all, each answer of one fixed cost: exactly as many are
/// answered as the limit allows, and what the routers had leased is back soon after.
class TwoRoutersIT {

    private static final int CLIENTS = 64;
    private static final int ASKED = 5_000;
    private static final int ALLOWED = 1_000;
    private static final long RETURNED_WITHIN_NANOS = 5_000_000_000L;
    private static final String BODY = """
            {"model":"small","max_tokens":1,"temperature":0,"messages":[{"role":"user","content":"Go"}]}""";

    private static StackUnderTest stack;
    private static TwoRouters routers;

    @BeforeAll
    static void startStack() throws IOException, InterruptedException {
        stack = StackUnderTest.shared();
        routers = TwoRouters.beside(stack.stack());
    }

    @AfterAll
    static void stopRouters() {
        if (routers != null) {
            routers.close();
        }
    }

    @Test
    void aThousandRequests_askedOfTwoRoutersAtOnce_areExactlyAThousand()
            throws InterruptedException, ExecutionException {
        Tenants.Tenant tenant = new Tenants(stack).create("two-routers-requests", "10");
        new Tenants(stack).limit(tenant.organisation(), "requests", ALLOWED);

        Told told = askAll(tenant, "rate_limit_exceeded");

        assertEquals(new Told(ALLOWED, ASKED - ALLOWED, told.nanoUsd()), told);
        awaitReturned(tenant, told);
    }

    @Test
    void moneyForAThousandAnswersOfOneCost_spentThroughTwoRouters_paysForExactlyAThousand()
            throws InterruptedException, ExecutionException {
        Tenants.Tenant probe = new Tenants(stack).create("two-routers-probe", "1");
        long cost = cost(untilDecided(probe, routers.gateways().getFirst()));
        Tenants.Tenant tenant = new Tenants(stack)
                .create("two-routers-money", NanoUsd.of(cost * ALLOWED).toUsd());

        Told told = askAll(tenant, "insufficient_quota");

        assertEquals(new Told(ALLOWED, ASKED - ALLOWED, cost * ALLOWED), told);
        awaitReturned(tenant, told);
    }

    /// What clients were told.
    private record Told(int answered, int refused, long nanoUsd) {}

    private static Told askAll(Tenants.Tenant tenant, String refusal) throws InterruptedException, ExecutionException {
        AtomicInteger asked = new AtomicInteger();
        int answered = 0;
        int refused = 0;
        long nanoUsd = 0;
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Told>> all = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                all.add(clients.submit(() -> askOn(tenant, asked, refusal)));
            }
            for (Future<Told> one : all) {
                answered += one.get().answered();
                refused += one.get().refused();
                nanoUsd += one.get().nanoUsd();
            }
        }
        return new Told(answered, refused, nanoUsd);
    }

    /// Asks as long as the clients together have not asked enough, of one gateway and the other in turn.
    private static Told askOn(Tenants.Tenant tenant, AtomicInteger asked, String refusal) throws InterruptedException {
        List<URI> gateways = routers.gateways();
        int answered = 0;
        int refused = 0;
        long nanoUsd = 0;
        for (int number = asked.getAndIncrement(); number < ASKED; number = asked.getAndIncrement()) {
            HttpResponse<String> answer = untilDecided(tenant, gateways.get(number % gateways.size()));
            if (answer.statusCode() == 200) {
                answered++;
                nanoUsd += cost(answer);
            } else {
                assertEquals(429, answer.statusCode(), answer::body);
                assertEquals(
                        refusal, StackUnderTest.json(answer).at("/error/code").asText(), answer::body);
                refused++;
            }
        }
        return new Told(answered, refused, nanoUsd);
    }

    /// A full queue says when to come again, and coming again is not another request of the 5,000.
    private static HttpResponse<String> untilDecided(Tenants.Tenant tenant, URI gateway) throws InterruptedException {
        HttpResponse<String> answer = stack.send(StackUnderTest.chatRequest(gateway, tenant.key(), BODY));
        while (answer.statusCode() == 503) {
            assertTrue(answer.headers().firstValue("retry-after").isPresent(), answer::body);
            Thread.sleep(100);
            answer = stack.send(StackUnderTest.chatRequest(gateway, tenant.key(), BODY));
        }
        return answer;
    }

    private static long cost(HttpResponse<String> answer) {
        JsonNode json = StackUnderTest.json(answer);
        return NanoUsd.ofUsd(json.at("/cortado/cost_usd").asText()).nanos();
    }

    private static void awaitReturned(Tenants.Tenant tenant, Told told) {
        long end = System.nanoTime() + RETURNED_WITHIN_NANOS;
        Books books = stack.books();
        Books.Spent spent = new Books.Spent(told.answered(), told.nanoUsd());
        while (System.nanoTime() < end
                && !(books.leasedAndUnposted(tenant.organisation()) == 0
                        && books.spent(tenant.organisation()).equals(spent))) {
            Books.sleepBriefly();
        }
        assertEquals(spent, books.spent(tenant.organisation()));
        assertEquals(0, books.leasedAndUnposted(tenant.organisation()), "leased five seconds later");
    }
}
