package dev.cortado.gateway.http;

import dev.cortado.gateway.admit.ConcurrencyLimit;
import dev.cortado.gateway.authenticate.Authenticator;
import dev.cortado.gateway.check.Judgement;
import dev.cortado.gateway.complete.Observer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The gateway's figures for Prometheus, all named `cortado_gateway_*`.
final class GatewayMetrics implements Observer, Authenticator.Observer {

    private static final Duration[] BUCKETS = {
        Duration.ofNanos(100_000),
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30)
    };

    private record Outcome(String route, int status) {}

    private final MeterRegistry registry;
    private final ConcurrentMap<Outcome, Counter> requests = new ConcurrentHashMap<>();
    private final AtomicInteger streamsOpen = new AtomicInteger();
    private final Counter cacheHits;
    private final Counter cacheMisses;
    private final Counter reroutes;
    private final Counter hedges;
    private final Counter wonByFirst;
    private final Counter wonByHedge;
    private final Counter verifiedRight;
    private final Counter verifiedWrong;
    private final Counter unverified;
    private final Counter gone;
    private final Timer timeToFirstToken;
    private final Timer added;

    GatewayMetrics(MeterRegistry registry, ConcurrencyLimit concurrency) {
        this.registry = registry;
        cacheHits = lookUps(registry, "hit");
        cacheMisses = lookUps(registry, "miss");
        reroutes = Counter.builder("cortado.gateway.reroutes")
                .description("Further attempts of requests whose earlier one came to nothing")
                .register(registry);
        hedges = Counter.builder("cortado.gateway.hedges")
                .description("Second attempts that ran beside one whose first token was late")
                .register(registry);
        wonByFirst = wins(registry, "first");
        wonByHedge = wins(registry, "hedge");
        verifiedRight = verifications(registry, "kept");
        verifiedWrong = verifications(registry, "failed");
        unverified = verifications(registry, "undecided");
        gone = Counter.builder("cortado.gateway.disconnects")
                .description("Requests whose client went away before the end")
                .register(registry);
        timeToFirstToken = timer(registry, "cortado.gateway.ttft", "From arrival to the first piece of the answer");
        added = timer(
                registry,
                "cortado.gateway.added.latency",
                "The part of the time to first token that is the gateway's own: without waiting for the body and for"
                        + " other services");
        registry.gauge("cortado.gateway.streams.open", streamsOpen);
        registry.gauge("cortado.gateway.requests.running", concurrency, ConcurrencyLimit::running);
    }

    private static Counter lookUps(MeterRegistry registry, String result) {
        return Counter.builder("cortado.gateway.authentication.cache")
                .description("Looks into the cache of identities")
                .tag("result", result)
                .register(registry);
    }

    private static Counter wins(MeterRegistry registry, String attempt) {
        return Counter.builder("cortado.gateway.hedge.wins")
                .description("Hedged requests by the attempt that brought a token first")
                .tag("attempt", attempt)
                .register(registry);
    }

    private static Counter verifications(MeterRegistry registry, String result) {
        return Counter.builder("cortado.gateway.verifications")
                .description("Answers that a verifier was to judge, by what came of it")
                .tag("result", result)
                .register(registry);
    }

    private static Timer timer(MeterRegistry registry, String name, String description) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    void answered(String route, int status) {
        requests.computeIfAbsent(
                        new Outcome(route, status),
                        outcome -> Counter.builder("cortado.gateway.requests")
                                .description(
                                        "Requests answered, by route and status; 499 where the client went away first")
                                .tag("route", outcome.route())
                                .tag("status", Integer.toString(outcome.status()))
                                .register(registry))
                .increment();
    }

    void streamOpened() {
        streamsOpen.incrementAndGet();
    }

    void streamClosed() {
        streamsOpen.decrementAndGet();
    }

    @Override
    public void firstDelta(Duration sinceArrival, Duration waited) {
        timeToFirstToken.record(sinceArrival);
        added.record(sinceArrival.minus(waited));
    }

    @Override
    public void rerouted() {
        reroutes.increment();
    }

    @Override
    public void hedged() {
        hedges.increment();
    }

    @Override
    public void hedgeWon(boolean byHedge) {
        (byHedge ? wonByHedge : wonByFirst).increment();
    }

    @Override
    public void verified(Judgement judgement) {
        Counter counter = switch (judgement) {
            case Judgement.Kept _ -> verifiedRight;
            case Judgement.Broken _ -> verifiedWrong;
            case Judgement.Undecided _ -> unverified;
        };
        counter.increment();
    }

    @Override
    public void gone() {
        gone.increment();
    }

    @Override
    public void looked(boolean found) {
        (found ? cacheHits : cacheMisses).increment();
    }
}
