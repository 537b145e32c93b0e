package dev.cortado.local.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cortado.contracts.unit.NanoUsd;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A pool's process is killed while it is busy.
class KilledPoolIT {

    private static final String PART = "inference-small";
    private static final int CLIENTS = 6;

    /// Ten seconds is what an idle machine is to reach, and what the line that the test prints is held against; a busy
    /// one gets as long as any killed part.
    private static final Duration SERVES_WITHIN = Duration.ofSeconds(30);

    /// An answer that comes later than this after the kill is not the dead process's.
    private static final Duration DEAD = Duration.ofMillis(500);

    /// Far beyond what an answer takes, and the longest that any caller may be kept.
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(45);

    private static final String EVENT = "data:";

    private static StackUnderTest stack;

    @BeforeAll
    static void startStack() throws IOException, InterruptedException {
        stack = StackUnderTest.shared();
    }

    /// What a client was told of an answer.
    private record Told(UUID reservation, long costNanoUsd) {}

    @Test
    void killedUnderLoad_servesAgainAndNothingHangsOrIsChargedTwice()
            throws InterruptedException, ExecutionException, TimeoutException {
        Tenants.Tenant tenant = new Tenants(stack).create("killed", "1");
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong servedNanos = new AtomicLong(System.nanoTime());
        List<Told> told = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<List<Told>>> asking = new ArrayList<>();
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    boolean streams = i % 2 == 1;
                    asking.add(clients.submit(() -> ask(tenant, streams, over, servedNanos)));
                }
                awaitServedAfter(servedNanos, System.nanoTime(), ANSWERED_WITHIN);
                long killed = System.nanoTime();
                stack.stack().kill(PART);
                awaitServedAfter(servedNanos, killed + DEAD.toNanos(), SERVES_WITHIN.minus(DEAD));
                System.out.println("the killed pool served again after "
                        + TimeUnit.NANOSECONDS.toMillis(servedNanos.get() - killed) + " ms");
            } finally {
                over.set(true);
            }
            for (Future<List<Told>> one : asking) {
                told.addAll(one.get(ANSWERED_WITHIN.toSeconds(), TimeUnit.SECONDS));
            }
        }
        awaitChargedOnce(tenant, told);
    }

    private static void awaitServedAfter(AtomicLong servedNanos, long after, Duration limit)
            throws InterruptedException {
        while (servedNanos.get() - after <= 0) {
            assertTrue(System.nanoTime() - after < limit.toNanos(), () -> "no answer within " + limit);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /// Every request ends, in an answer or a clear error that says when to come again; a stream of which a part was
    /// sent already in an answer or an event that tells the error.
    private static List<Told> ask(Tenants.Tenant tenant, boolean streams, AtomicBoolean over, AtomicLong servedNanos)
            throws InterruptedException {
        List<Told> told = new ArrayList<>();
        while (!over.get()) {
            long begun = System.nanoTime();
            HttpResponse<String> answer = stack.chat(tenant.key(), body(streams));
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            assertTrue(took.compareTo(ANSWERED_WITHIN) < 0, () -> "a request hung for " + took);
            JsonNode json = streams && answer.statusCode() == 200 ? ending(answer.body()) : StackUnderTest.json(answer);
            if (answer.statusCode() == 200 && json.path("error").isMissingNode()) {
                told.add(new Told(
                        UUID.fromString(json.at("/cortado/decision_id").asText()),
                        NanoUsd.ofUsd(json.at("/cortado/cost_usd").asText()).nanos()));
                servedNanos.set(System.nanoTime());
            } else {
                assertTrue(answer.statusCode() >= 429 || streams, answer::body);
                assertTrue(json.at("/error/message").isTextual(), answer::body);
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        return told;
    }

    private static String body(boolean streams) {
        return """
        {"model":"small","stream":%s,"max_tokens":24,
        "messages":[{"role":"user","content":"Tell me about a lighthouse."}]}""".formatted(streams);
    }

    /// The event of a whole stream that tells its cost, or its error.
    private static JsonNode ending(String stream) {
        List<String> last = stream.lines()
                .filter(line -> line.contains("\"cost_usd\"") || line.contains("\"error\":{"))
                .toList();
        assertFalse(last.isEmpty(), () -> "a stream ended without its cost or an error: " + stream);
        return StackUnderTest.json(last.getLast().substring(EVENT.length()));
    }

    /// All attempts of an answered request together cost what its client was told. One that died after its usage was
    /// durable may be charged without an answer, but only once, by the primary key.
    private static void awaitChargedOnce(Tenants.Tenant tenant, List<Told> told) {
        for (Told one : told) {
            assertTrue(stack.books().awaitPosted(one.reservation()).isPresent(), () -> "unposted: " + one);
        }
        Map<UUID, Books.Posted> all = stack.books().allPosted(tenant.organisation());
        for (Told one : told) {
            assertEquals(
                    one.costNanoUsd(),
                    Objects.requireNonNull(all.get(one.reservation())).charge(),
                    () -> one.reservation() + " was charged otherwise than its client was told");
        }
        assertEquals(0, stack.books().imbalance());
    }
}
