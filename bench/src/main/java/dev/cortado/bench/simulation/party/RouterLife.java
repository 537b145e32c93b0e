package dev.cortado.bench.simulation.party;

import dev.cortado.bench.simulation.world.Network;
import dev.cortado.bench.simulation.world.VirtualProcess;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.inference.verify.NodeIdentity;
import dev.cortado.router.accounting.Accounting;
import dev.cortado.router.accounting.Asking;
import dev.cortado.router.catalogue.CurrentCatalogue;
import dev.cortado.router.decide.DecideInTrial;
import dev.cortado.router.decide.Policy;
import dev.cortado.router.decide.PolicyDefaults;
import dev.cortado.router.decide.ShadowPrice;
import dev.cortado.router.decision.Decisions;
import dev.cortado.router.estimate.CatalogueEstimates;
import dev.cortado.router.fleet.Fleet;
import dev.cortado.router.health.NodeHealth;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.hold.Holds;
import dev.cortado.router.price.Prices;
import dev.cortado.router.route.Deciding;
import dev.cortado.router.route.Learning;
import dev.cortado.router.route.RouteOutcome;
import dev.cortado.router.route.RouteRequest;
import dev.cortado.router.route.Router;
import dev.cortado.router.route.Settling;
import dev.cortado.router.route.Word;
import dev.cortado.router.session.SessionTerms;
import dev.cortado.router.session.SessionWatcher;
import dev.cortado.router.session.Sessions;
import dev.cortado.router.tenant.Paths;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/// One life of a router: the service's own sessions, holds, decisions and settling, wired as the service wires them.
final class RouterLife implements SessionWatcher {

    private static final int CLOSED_MAX = 100;
    private static final int PATHS_MAX = 100;
    /// Whose messages speak of one counter, or one request, each.
    private static final String PAGED_ROUTER = "router-2";
    private static final PolicyDefaults POLICY = new PolicyDefaults(.4, Policy.Name.KNEE, .1);
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT_BITS = 0x8000_0000_0000_0000L;
    private static final long RANDOM_BITS = 0x3FFF_FFFF_FFFF_FFFFL;

    private final VirtualProcess process;
    private final RouterParty.Surroundings around;
    private final Protocol protocol;
    private final RouterClock clock;
    private final Sessions sessions;
    private final Paths paths;
    private final Holds holds;
    private final Fleet fleet;
    private final Settling settling;
    private final Router router;
    private final RouterLogReader logReader;

    RouterLife(VirtualProcess process, RouterParty.Surroundings around) {
        this.process = process;
        this.around = around;
        this.protocol = around.protocol();
        this.clock = new RouterClock(process);
        int first = around.world().dice().between(0, around.accounting().size() - 1);
        Accounting accounting =
                protocol.accounting(new RouterAccounting(around.network(), process, around.accounting(), first), clock);
        sessions = new Sessions(process.name(), accounting, clock, Settings.SESSION_PACE);
        paths = new Paths(accounting::path, sessions::accountingNow, PATHS_MAX, Settings.PATH_AHEAD);
        holds = new Holds(
                accounting,
                sessions,
                clock,
                process.name().equals(PAGED_ROUTER) ? Settings.PAGED_LEASE_PACE : Settings.LEASE_PACE,
                Settings.SLACK,
                new Unwatched(),
                Settings.OPEN_MAX);
        fleet = new Fleet(clock, Settings.REPORT_AGE, Duration.ofSeconds(1));
        Prices prices = new Prices(Settings.PRICE_GRACE);
        prices.pushed(Catalogues.PRICES, clock.wall());
        Router.Parts parts = new Router.Parts(
                sessions,
                paths,
                prices,
                new CurrentCatalogue(Catalogues.CATALOGUE),
                fleet,
                holds,
                new Decisions(new NoStore(), CLOSED_MAX),
                (_, task, catalogue) -> new CatalogueEstimates(task, catalogue));
        Unwatched unwatched = new Unwatched();
        NodeHealth health = new NodeHealth(Settings.HEALTH, unwatched, clock);
        settling = new Settling(parts, health, new NoStore(), _ -> {}, clock, unwatched);
        Deciding deciding =
                new Deciding(parts, health, new DecideInTrial(POLICY), ShadowPrice.NONE, around.rules(), Learning.NONE);
        router = new Router(parts, deciding, settling, Settings.ROUTE_PACE, clock, unwatched, this::reservation);
        logReader = new RouterLogReader(process, around.log(), settling);
        sessions.watch(holds);
        sessions.watch(this);
    }

    void start() {
        sessions.start();
        logReader.start();
    }

    void stop() {
        sessions.close();
        holds.keepNothing();
        long wait = around.world().dice().between(0L, 500_000L);
        process.after(wait, () -> {
            var _ = sessions.drain();
        });
    }

    int openHolds() {
        return holds.openCount();
    }

    private ReservationId reservation(Instant time) {
        long bits = around.world().dice().bits();
        return new ReservationId(new UUID(
                (time.toEpochMilli() << 16) | VERSION_7 | (bits >>> 52),
                (around.world().dice().bits() & RANDOM_BITS) | VARIANT_BITS));
    }

    void route(RouteRequest request, Network.Reply<Object> reply) {
        answer(request, router.route(request), reply);
    }

    void reroute(RouteRequest request, AttemptKey failed, Optional<Word> word, Network.Reply<Object> reply) {
        answer(request, router.reroute(request, failed, word), reply);
    }

    void hedge(RouteRequest request, AttemptKey running, Network.Reply<Object> reply) {
        answer(request, router.hedge(request, running), reply);
    }

    private void answer(RouteRequest request, CompletionStage<RouteOutcome> outcome, Network.Reply<Object> reply) {
        outcome.whenComplete((known, failure) -> {
            if (failure != null) {
                around.world().trace("router", "failed " + failure, 0);
                reply.failed("INTERNAL");
            } else if (known instanceof RouteOutcome.Routed(var placement, var _)) {
                Permitted token = new Permitted(placement, protocol.sign(Tokens.grant(placement)));
                around.world().trace("router", "placed", placement.money().nanos());
                around.world().tell(placement.session().toString(), () -> placement.key() + " " + placement.holds());
                around.watcher().placed(token);
                reply.with(token);
            } else {
                around.world().trace("router", known.getClass().getSimpleName(), 0);
                around.world().tell("router", known::toString);
                around.watcher().refused(request, known);
                reply.with(known);
            }
        });
    }

    void settle(Word word) {
        protocol.settle(settling, holds, word, holds.find(word.key()));
    }

    void unused(AttemptKey key) {
        settling.unused(key, false);
    }

    void recall(SessionId session, Collection<LeaseId> leases, Asking asking) {
        holds.recall(session, leases, asking);
    }

    void pathChanged(String node, long version) {
        if (protocol.forgetsPaths()) {
            paths.forget(node);
        }
        protocol.heard(sessions, version);
    }

    void reported(NodeIdentity node, int busySlots, int queueDepth, boolean metering) {
        fleet.reported(
                Catalogues.node(node.node(), node.incarnation(), busySlots, queueDepth, metering, clock.nanos()));
    }

    @Override
    public void opened(SessionTerms terms) {
        paths.forgetAll();
    }

    @Override
    public void ended(SessionId session) {
        paths.forgetAll();
    }

    @Override
    public void pathsChanged(long version) {
        if (protocol.forgetsPaths()) {
            paths.forgetAll();
        }
    }
}
