package dev.cortado.router.fake;

import dev.cortado.contracts.unit.KeyId;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.TeamId;
import dev.cortado.router.accounting.LeaseMessage;
import dev.cortado.router.catalogue.CurrentCatalogue;
import dev.cortado.router.decide.DecideInTrial;
import dev.cortado.router.decide.TenantRules;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.decide.World;
import dev.cortado.router.decision.Decisions;
import dev.cortado.router.estimate.CatalogueEstimates;
import dev.cortado.router.estimate.Estimator;
import dev.cortado.router.fleet.Fleet;
import dev.cortado.router.fleet.Node;
import dev.cortado.router.health.HealthLimits;
import dev.cortado.router.health.NodeHealth;
import dev.cortado.router.health.SilentHealthWatcher;
import dev.cortado.router.hold.Hold;
import dev.cortado.router.hold.Holds;
import dev.cortado.router.hold.LeasePace;
import dev.cortado.router.hold.SilentHoldWatcher;
import dev.cortado.router.hold.Slack;
import dev.cortado.router.price.Prices;
import dev.cortado.router.route.Deciding;
import dev.cortado.router.route.Explaining;
import dev.cortado.router.route.Learning;
import dev.cortado.router.route.RouteOutcome;
import dev.cortado.router.route.RoutePace;
import dev.cortado.router.route.RouteRequest;
import dev.cortado.router.route.RouteWatcher;
import dev.cortado.router.route.Router;
import dev.cortado.router.route.Settling;
import dev.cortado.router.session.AttemptTimes;
import dev.cortado.router.session.SessionPace;
import dev.cortado.router.session.Sessions;
import dev.cortado.router.tenant.Bearer;
import dev.cortado.router.tenant.LimitUnit;
import dev.cortado.router.tenant.PathAnswer;
import dev.cortado.router.tenant.Paths;
import dev.cortado.router.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A whole router in memory, on virtual time, with one money limit of 1,000,000 nano-USD in counter 1.
public final class Rig implements RouteWatcher {

    public static final long CAP = 1_000_000;
    private static final int WAIT_MILLIS_MAX = 10_000;
    public static final Instant MONTH_END = VirtualTime.EPOCH.plus(Duration.ofDays(30));
    public static final Tenant TENANT = tenant("org", "project");

    public static final LeasePace PACE = new LeasePace(
            Duration.ofSeconds(2),
            Duration.ofMillis(20),
            Duration.ofMillis(20),
            Duration.ofMillis(50),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            8,
            32,
            LeaseMessage.WANTS_MAX);
    public static final Slack SLACK = new Slack(
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            10,
            Duration.ofMillis(2),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5));

    public static final HealthLimits HEALTH = new HealthLimits(
            3,
            Duration.ofSeconds(30),
            10,
            50,
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            50,
            Duration.ofSeconds(10));

    public final VirtualTime time;
    public final FakeAccounting accounting;
    public final FakeStore store = new FakeStore();
    public final World world = World.up();
    public final List<Hold> abandoned = new ArrayList<>();
    public final List<RouteOutcome> outcomes = new ArrayList<>();
    public final List<Told> told = new ArrayList<>();
    public final List<Told> admitted = new ArrayList<>();
    public final RecordingShadowPrice pacing = new RecordingShadowPrice();
    public final CurrentCatalogue catalogue;
    public final Sessions sessions;
    public final Paths paths;
    public final Holds holds;
    public final Fleet fleet;
    public final NodeHealth health;
    public final Settling settling;
    public final Router router;
    public final Explaining explaining;
    public final Router.Parts parts;

    /// What metrics were told of a request.
    public record Told(boolean askedAccounting, Duration took) {}

    public Rig() {
        this(new VirtualTime());
    }

    private Rig(VirtualTime time) {
        this("router-1", time, new FakeAccounting(time));
        accounting.ledger.counter(1, LimitUnit.NANO_USD, CAP, MONTH_END);
        accounting.path = () -> new PathAnswer.Limits(accounting.ledger.path(time.trueTime(), 1));
    }

    /// One of several routers at one accounting, which hears its recalls.
    public Rig(String name, VirtualTime time, FakeAccounting accounting) {
        this(
                name,
                time,
                accounting,
                (_, task, catalogue) -> new CatalogueEstimates(task, catalogue),
                Learning.NONE,
                TenantRules.NONE);
    }

    /// One without limits that estimates and learns.
    public static Rig of(Estimator estimator, Learning learning) {
        return of(estimator, learning, TenantRules.NONE);
    }

    /// The same for tenants with rules.
    public static Rig of(Estimator estimator, Learning learning, TenantRules rules) {
        VirtualTime time = new VirtualTime();
        FakeAccounting accounting = new FakeAccounting(time);
        accounting.path = () -> new PathAnswer.Limits(List.of());
        return new Rig("router-1", time, accounting, estimator, learning, rules);
    }

    private Rig(
            String name,
            VirtualTime time,
            FakeAccounting accounting,
            Estimator estimator,
            Learning learning,
            TenantRules rules) {
        this.time = time;
        this.accounting = accounting;
        sessions = new Sessions(name, accounting, time, new SessionPace(Duration.ofSeconds(3), Duration.ofMillis(250)));
        paths = new Paths(accounting::path, sessions::accountingNow, 100, Duration.ofSeconds(12));
        fleet = new Fleet(time, Duration.ofSeconds(3), Duration.ofSeconds(1));
        holds = new Holds(accounting, sessions, time, PACE, SLACK, new SilentHoldWatcher(), 1_000);
        Prices prices = new Prices(Duration.ofMinutes(1));
        prices.pushed(world.prices, time.wall());
        catalogue = new CurrentCatalogue(world.catalogue);
        parts = new Router.Parts(
                sessions, paths, prices, catalogue, fleet, holds, new Decisions(store, 100), estimator);
        health = new NodeHealth(HEALTH, new SilentHealthWatcher(), time);
        settling = new Settling(parts, health, store, abandoned::add, time, this);
        RoutePace routePace = new RoutePace(
                new AttemptTimes.Allowance(Duration.ofSeconds(10), Duration.ofSeconds(28), Duration.ofSeconds(6)),
                new AttemptTimes.Allowance(Duration.ofSeconds(30), Duration.ofSeconds(300), Duration.ofSeconds(6)),
                3,
                Duration.ofSeconds(2),
                Duration.ofSeconds(2));
        Deciding deciding = new Deciding(parts, health, new DecideInTrial(World.DEFAULTS), pacing, rules, learning);
        explaining = new Explaining(parts, deciding, routePace, time);
        router = new Router(parts, deciding, settling, routePace, time, this);
        sessions.watch(holds);
        accounting.recalled.add(holds::recall);
        sessions.start();
        report();
    }

    /// Every node reports at this moment.
    public void report() {
        for (Node node : world.up) {
            fleet.reported(new Node(
                    node.id(),
                    node.incarnation(),
                    node.id().value(),
                    node.pool(),
                    node.lanes(),
                    node.variants(),
                    node.draining(),
                    node.meteringAvailable(),
                    time.nanos()));
        }
    }

    public RouteOutcome route(Wishes wishes) {
        return route(TENANT, wishes);
    }

    public RouteOutcome route(Tenant tenant, Wishes wishes) {
        return await(router.route(request(tenant, wishes)));
    }

    /// The outcome, letting time pass until it is there.
    public RouteOutcome await(CompletionStage<RouteOutcome> routing) {
        CompletableFuture<RouteOutcome> outcome = routing.toCompletableFuture();
        for (int i = 0; i < WAIT_MILLIS_MAX && !outcome.isDone(); i++) {
            time.pass(Duration.ofMillis(1));
        }
        return outcome.getNow(new RouteOutcome.UnknownReservation("no outcome in time"));
    }

    public static RouteRequest request(Tenant tenant, Wishes wishes) {
        return new RouteRequest(tenant, wishes, "request-1", Map.of());
    }

    public static Tenant tenant(String organisation, String project) {
        return new Tenant(
                new OrganisationId(organisation),
                new TeamId("team"),
                new ProjectId(project),
                new Bearer.ByKey(new KeyId("key")));
    }

    /// What accounting has granted this router's first sessions and not got back.
    public long leased() {
        return accounting.ledger.granted(1, 1) + accounting.ledger.granted(2, 1);
    }

    @Override
    public void routed(RouteOutcome outcome, boolean askedAccounting, Duration took) {
        outcomes.add(outcome);
        told.add(new Told(askedAccounting, took));
    }

    @Override
    public void admitted(boolean askedAccounting, Duration took) {
        admitted.add(new Told(askedAccounting, took));
    }

    @Override
    public void holdEnded(String how, Duration heldFor) {}
}
