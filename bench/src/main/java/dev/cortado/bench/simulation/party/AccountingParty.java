package dev.cortado.bench.simulation.party;

import dev.cortado.accounting.lease.LeaseAnswer;
import dev.cortado.accounting.lease.LeaseOrder;
import dev.cortado.accounting.lease.Recalled;
import dev.cortado.accounting.lease.Recalling;
import dev.cortado.accounting.path.PathAnswer;
import dev.cortado.accounting.path.TenantPath;
import dev.cortado.accounting.session.Heartbeat;
import dev.cortado.accounting.session.SessionClass;
import dev.cortado.bench.simulation.books.Books;
import dev.cortado.bench.simulation.books.UsageKey;
import dev.cortado.bench.simulation.check.Truth;
import dev.cortado.bench.simulation.world.Network;
import dev.cortado.bench.simulation.world.VirtualProcess;
import dev.cortado.bench.simulation.world.World;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.router.accounting.Asking;
import dev.cortado.router.accounting.LeaseMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/// One instance of accounting: it answers routers from the database, keeps nothing itself, and takes its turns at the
/// rounds and its part of the log to post.
public final class AccountingParty {

    private final World world;
    private final Truth truth;
    private final Network network;
    private final VirtualProcess process;
    private final DatabaseHost database;
    private final LogHost log;
    private final Rounds rounds;
    private final Poster poster;
    private final List<RouterParty> routers = new ArrayList<>();

    public AccountingParty(
            World world,
            Truth truth,
            Network network,
            VirtualProcess process,
            DatabaseHost database,
            LogHost log,
            ConsumerGroup group,
            Protocol protocol) {
        this.world = world;
        this.truth = truth;
        this.network = network;
        this.process = process;
        this.database = database;
        this.log = log;
        this.rounds = new Rounds(process, database, log);
        this.poster = new Poster(process, database, log, group, protocol);
    }

    public VirtualProcess process() {
        return process;
    }

    public void watchedBy(RouterParty router) {
        routers.add(router);
    }

    /// Begins a life.
    public void start() {
        rounds.start();
        poster.start();
    }

    void register(
            String router,
            dev.cortado.router.accounting.SessionClass sessionClass,
            Network.Reply<FromAccounting.Session> reply) {
        answer(
                (books, now) -> new FromAccounting.Session(
                        books.register(router, SessionClass.valueOf(sessionClass.name()), now), log.partitions()),
                reply);
    }

    void heartbeat(SessionId session, long acknowledgedVersion, Network.Reply<Heartbeat> reply) {
        answer((books, now) -> books.heartbeat(session, acknowledgedVersion, now), reply);
    }

    void drain(SessionId session, Network.Reply<Boolean> reply) {
        answer(
                (books, now) -> {
                    books.drain(session, now);
                    return true;
                },
                reply);
    }

    void path(TenantPath path, Network.Reply<PathAnswer> reply) {
        answer((books, now) -> books.path(path, now), reply);
    }

    /// An administrator gives back of a charge.
    public void refund(UsageKey key, long amount) {
        database.transact(process, (books, now) -> books.refund(key, amount, now));
    }

    /// An administrator changes what stands on the paths through a node; routers are told.
    ///
    /// @param work the change, which tells its version of the configuration; nothing where it changed
    ///     nothing
    public void change(String node, BiFunction<Books, Instant, OptionalLong> work) {
        database.transact(process, work)
                .thenAccept(version -> version.ifPresent(made -> routers.forEach(
                        router -> network.send(process, router.process(), () -> router.pathChanged(node, made)))));
    }

    /// An administrator asks whether all routers act on this version of the configuration.
    public CompletionStage<Boolean> isInForce(long version) {
        return database.transact(process, (books, now) -> books.isInForce(version, now));
    }

    /// Where idle slack of others may cover the want, it is called back first.
    void order(LeaseMessage message, Network.Reply<LeaseAnswer> reply) {
        LeaseOrder order;
        try {
            order = FromAccounting.order(message);
        } catch (IllegalArgumentException e) {
            reply.failed("INVALID_ARGUMENT: " + e.getMessage());
            return;
        }
        world.tell("session " + order.session().value(), order.wants()::toString);
        order(order, new Recalling(), reply);
    }

    private void order(LeaseOrder order, Recalling recalling, Network.Reply<LeaseAnswer> reply) {
        database.transact(process, (books, now) -> book(books, order, recalling.recalled(), now))
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        reply.failed("UNAVAILABLE");
                    } else if (answer instanceof LeaseAnswer.RecallFirst first) {
                        recall(order, recalling, recalling.round(first), reply);
                    } else {
                        reply.with(answer);
                    }
                });
    }

    private LeaseAnswer book(Books books, LeaseOrder order, Recalled recalled, Instant now) {
        LeaseAnswer answer = books.order(order, recalled, now);
        truth.spoke(order.session().value(), world.trueTime());
        world.tell("database to session " + order.session().value(), answer::toString);
        return answer;
    }

    private void recall(
            LeaseOrder order,
            Recalling recalling,
            Map<SessionId, List<LeaseId>> due,
            Network.Reply<LeaseAnswer> reply) {
        Asking asking = new Asking(order.session(), order.waitingSince());
        due.forEach((session, leases) -> routers.forEach(
                router -> network.send(process, router.process(), () -> router.recall(session, leases, asking))));
        process.after(Settings.micros(Settings.RECALL_WAIT), () -> order(order, recalling, reply));
    }

    private <T> void answer(BiFunction<Books, Instant, T> work, Network.Reply<T> reply) {
        database.transact(process, work).whenComplete((result, failure) -> {
            if (failure != null) {
                reply.failed("UNAVAILABLE");
            } else {
                reply.with(result);
            }
        });
    }
}
