package dev.cortado.router.configuration;

import dev.cortado.contracts.unit.NodeId;
import dev.cortado.router.accounting.SessionClass;
import dev.cortado.router.fleet.Fleet;
import dev.cortado.router.fleet.NodeState;
import dev.cortado.router.health.HealthWatcher;
import dev.cortado.router.health.NodeHealth;
import dev.cortado.router.hold.HoldWatcher;
import dev.cortado.router.hold.Holds;
import dev.cortado.router.route.RouteOutcome;
import dev.cortado.router.route.RouteWatcher;
import dev.cortado.router.route.SentenceWatcher;
import dev.cortado.router.session.Admission;
import dev.cortado.router.session.Sessions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/// Metrics `cortado_router_*`.
@Singleton
public final class Meters implements RouteWatcher, HoldWatcher, HealthWatcher, SentenceWatcher {

    private static final Logger LOG = Logger.getLogger(Meters.class);

    /// Admission from leases at hand is to stay below the first in 99 of 100 requests, and below the second in 999 of
    /// 1,000: both are bounds of the histogram.
    private static final Duration ADMISSION_USUAL = Duration.ofNanos(100_000);

    private static final Duration TELL_EVERY = Duration.ofMinutes(1);

    private static final Duration ADMISSION_RARE = Duration.ofMillis(1);
    private static final Duration ADMISSION_LEAST = Duration.ofNanos(10_000);
    private static final Duration ADMISSION_MOST = Duration.ofSeconds(5);

    private final MeterRegistry registry;
    private final Timer leaseRoundTrip;
    private final MultiGauge nodes;
    private final Map<Routing, Timer> routes = new ConcurrentHashMap<>();
    private final Map<Boolean, Timer> admissions = new ConcurrentHashMap<>();
    private final Map<String, Timer> holds = new ConcurrentHashMap<>();
    private final Map<Reading, Timer> sentences = new ConcurrentHashMap<>();
    private final AtomicLong sentenceFailureTold = new AtomicLong();

    Meters(MeterRegistry registry) {
        this.registry = registry;
        this.leaseRoundTrip = timer("cortado.router.lease.round.trip", "From a lease message to its answer");
        this.nodes = MultiGauge.builder("cortado.router.node")
                .description("1 for the state each node is in")
                .register(registry);
    }

    @Override
    public void routed(RouteOutcome outcome, boolean askedAccounting, Duration took) {
        routes.computeIfAbsent(new Routing(name(outcome), askedAccounting), this::routes)
                .record(took);
    }

    @Override
    public void admitted(boolean askedAccounting, Duration took) {
        admissions.computeIfAbsent(askedAccounting, this::admissions).record(took);
    }

    /// How a request fared, as its timer's tags say.
    private record Routing(String outcome, boolean askedAccounting) {}

    private Timer routes(Routing routing) {
        return histogram(
                Timer.builder("cortado.router.routes")
                        .description(
                                "Requests by outcome and by whether accounting had to be asked, from request to decision")
                        .tag("outcome", routing.outcome()),
                routing.askedAccounting());
    }

    private Timer admissions(boolean askedAccounting) {
        return histogram(
                Timer.builder("cortado.router.admissions")
                        .description("Placed requests by whether accounting had to be asked, from choice to placement"),
                askedAccounting);
    }

    private Timer histogram(Timer.Builder timer, boolean askedAccounting) {
        return timer.tag("asked_accounting", Boolean.toString(askedAccounting))
                .publishPercentileHistogram()
                .serviceLevelObjectives(ADMISSION_USUAL, ADMISSION_RARE)
                .minimumExpectedValue(ADMISSION_LEAST)
                .maximumExpectedValue(ADMISSION_MOST)
                .register(registry);
    }

    @Override
    public void holdEnded(String how, Duration heldFor) {
        holds.computeIfAbsent(
                        how,
                        name -> Timer.builder("cortado.router.hold")
                                .description("How long holds were open, by how they ended")
                                .tag("ended", name)
                                .register(registry))
                .record(heldFor);
    }

    @Override
    public void sentence(Reading reading, Duration took) {
        sentences
                .computeIfAbsent(
                        reading,
                        how -> Timer.builder("cortado.router.sentences")
                                .description("How long requests waited for a sentence model to read their prompt")
                                .tag("reading", how.name().toLowerCase(Locale.ROOT))
                                .publishPercentileHistogram()
                                .register(registry))
                .record(took);
    }

    /// Told at most once a minute.
    @Override
    public void sentenceModelFailed(Throwable why) {
        long now = System.nanoTime();
        long told = sentenceFailureTold.get();
        if ((told == 0 || now - told > TELL_EVERY.toNanos()) && sentenceFailureTold.compareAndSet(told, now)) {
            LOG.warnf(why, "the sentence model failed, and the request goes by its prompt's features alone");
        }
    }

    @Override
    public void leaseAnswered(Duration roundTrip) {
        leaseRoundTrip.record(roundTrip);
    }

    @Override
    public void leaseFailed(String why) {
        registry.counter("cortado.router.lease.failures", "why", why).increment();
    }

    @Override
    public void ejected(NodeId node, int failures, int attempts, Duration ejectedFor) {
        LOG.warnf(
                "node %s is left out for %d ms: %d of its last %d attempts failed",
                node, ejectedFor.toMillis(), failures, attempts);
        registry.counter("cortado.router.node.ejections", "node", node.value()).increment();
    }

    @Override
    public void returned(NodeId node) {
        LOG.infof("node %s answers again", node);
    }

    /// Binds what is read rather than told.
    void bind(Holds open, Sessions sessions, NodeHealth health) {
        Gauge.builder("cortado.router.nodes.failing", health, NodeHealth::troubledCount)
                .description("Nodes that failed attempts and whose probe has not succeeded since")
                .register(registry);
        Gauge.builder("cortado.router.holds.open", open, Holds::openCount)
                .description("Holds that are open")
                .register(registry);
        for (SessionClass sessionClass : SessionClass.values()) {
            Gauge.builder("cortado.router.session.admits", sessions, known -> admits(known, sessionClass))
                    .description("1 while the session with accounting admits requests, else 0")
                    .tag("class", sessionClass.name().toLowerCase(java.util.Locale.ROOT))
                    .register(registry);
        }
    }

    /// Shows the state of the nodes at these addresses, and of no others any more.
    public void watching(Fleet fleet, Collection<String> addresses) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (String address : addresses) {
            for (NodeState state : NodeState.values()) {
                Tags tags = Tags.of("address", address, "state", state.name().toLowerCase(java.util.Locale.ROOT));
                rows.add(MultiGauge.Row.of(tags, fleet, nodes -> nodes.state(address) == state ? 1 : 0));
            }
        }
        nodes.register(rows, true);
    }

    private static double admits(Sessions sessions, SessionClass sessionClass) {
        return switch (sessions.admission(sessionClass)) {
            case Admission.Open _ -> 1;
            case Admission.Closed _ -> 0;
        };
    }

    private static String name(RouteOutcome outcome) {
        return switch (outcome) {
            case RouteOutcome.NothingSuitable nothing ->
                nothing.choice().getClass().getSimpleName();
            case RouteOutcome.Routed _,
                    RouteOutcome.BudgetExhausted _,
                    RouteOutcome.RateLimited _,
                    RouteOutcome.AccountingUnavailable _,
                    RouteOutcome.TenantSuspended _,
                    RouteOutcome.UnknownTenant _,
                    RouteOutcome.UnknownProfile _,
                    RouteOutcome.UnknownReservation _ -> outcome.getClass().getSimpleName();
        };
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name).description(description).register(registry);
    }
}
