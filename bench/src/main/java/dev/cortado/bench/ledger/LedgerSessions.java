package dev.cortado.bench.ledger;

import dev.cortado.contracts.v1.GetPathReply;
import dev.cortado.contracts.v1.GetPathRequest;
import dev.cortado.contracts.v1.LeaseGrant;
import dev.cortado.contracts.v1.LeaseReply;
import dev.cortado.contracts.v1.LeaseRequest;
import dev.cortado.contracts.v1.LeaseWant;
import dev.cortado.contracts.v1.PathCounter;
import dev.cortado.contracts.v1.RegisterRequest;
import dev.cortado.contracts.v1.SessionClass;
import dev.cortado.contracts.v1.SessionServiceGrpc;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/// The routers' sessions: registered with the running accounting, by which they also learn the tenants'
/// counters and get their first leases, with room for all of the events.
///
/// A session lives on heartbeats, and the bench keeps accounting stopped for minutes while it fills the
/// topic. So that time is taken out of the sessions' lives: they may go without for a day. The first
/// heartbeat afterwards brings the usual time back.
final class LedgerSessions {

    /// What the events in the topic are charged to, of each path: far more than they cost.
    static final long HELD_NANO_USD = 1L << 50;

    private static final int PATHS_AT_A_TIME = 16;

    private final List<Long> ids;
    private final List<Long> seqs;
    private final LedgerPaths paths;

    private LedgerSessions(List<Long> ids, List<Long> seqs, LedgerPaths paths) {
        this.ids = List.copyOf(ids);
        this.seqs = List.copyOf(seqs);
        this.paths = paths;
    }

    static String name(int router) {
        return "bench-ledger-" + router;
    }

    long id(int router) {
        return ids.get(router);
    }

    /// Of the last message so far.
    long seq(int router) {
        return seqs.get(router);
    }

    LedgerPaths paths() {
        return paths;
    }

    static LedgerSessions open(AccountingCalls calls, Connection connection, List<LedgerTenants.Tenant> tenants)
            throws SQLException, InterruptedException {
        System.err.println("registering routers and leasing their tenants' limits");
        List<List<Long>> counters = counters(calls, tenants);
        List<Long> ids = new ArrayList<>();
        for (int router = 0; router < calls.routers(); router++) {
            RegisterRequest request = RegisterRequest.newBuilder()
                    .setRouter(name(router))
                    .setClass_(SessionClass.SESSION_CLASS_SHORT)
                    .build();
            ids.add(calls.one(router, SessionServiceGrpc.getRegisterMethod(), request)
                    .getSessionId());
        }
        goWithoutHeartbeats(connection, ids);
        List<Long> seqs = new ArrayList<>();
        List<PathLeases> hot = new ArrayList<>();
        List<PathLeases> others = new ArrayList<>();
        for (int router = 0; router < calls.routers(); router++) {
            Leased leased = lease(calls, router, ids.get(router), tenants, counters);
            seqs.add(leased.seq());
            hot.add(leased.paths().getFirst());
            others.addAll(leased.paths().subList(1, leased.paths().size()));
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("analyze");
        }
        return new LedgerSessions(ids, seqs, new LedgerPaths(hot, others));
    }

    /// Waits until accounting, started again, grants leases: until then it says that it does not. It is
    /// asked for an answer that it has given already.
    void awaitGranting(AccountingCalls calls) throws InterruptedException {
        LeaseRequest known = LeaseRequest.newBuilder()
                .setSessionId(id(0))
                .setSeq(seq(0))
                .setRequestId(requestId(id(0), seq(0)))
                .addWants(LeaseWant.newBuilder()
                        .setCounterId(paths.hot().getFirst().counters().getFirst())
                        .setFloorTotal(HELD_NANO_USD)
                        .setWantTotal(HELD_NANO_USD))
                .build();
        calls.one(0, SessionServiceGrpc.getLeaseMethod(), known);
    }

    static String requestId(long session, long seq) {
        return session + "-" + seq;
    }

    /// Each tenant's counters: organisation's, team's, project's.
    private static List<List<Long>> counters(AccountingCalls calls, List<LedgerTenants.Tenant> tenants)
            throws InterruptedException {
        List<GetPathReply> replies = calls.all(
                0,
                SessionServiceGrpc.getGetPathMethod(),
                tenants,
                tenant -> GetPathRequest.newBuilder().setTenant(tenant.path()).build(),
                PATHS_AT_A_TIME);
        return IntStream.range(0, tenants.size())
                .mapToObj(n -> inOrder(tenants.get(n), replies.get(n)))
                .toList();
    }

    private static List<Long> inOrder(LedgerTenants.Tenant tenant, GetPathReply reply) {
        Map<String, Long> byNode = new HashMap<>();
        for (PathCounter counter : reply.getCountersList()) {
            byNode.put(counter.getNodeId(), counter.getCounterId());
        }
        return List.of(
                Objects.requireNonNull(byNode.get(tenant.organisation())),
                Objects.requireNonNull(byNode.get(tenant.team())),
                Objects.requireNonNull(byNode.get(tenant.project())));
    }

    private static void goWithoutHeartbeats(Connection connection, List<Long> ids) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("update session set admit_until = clock_timestamp() + interval '1 day',"
                        + " void_by = clock_timestamp() + interval '2 days' where id = any (?)")) {
            statement.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            statement.executeUpdate();
        }
    }

    /// What a router leased at first.
    ///
    /// @param paths the hot tenant's first
    /// @param seq of the last message
    private record Leased(List<PathLeases> paths, long seq) {}

    private static Leased lease(
            AccountingCalls calls,
            int router,
            long session,
            List<LedgerTenants.Tenant> tenants,
            List<List<Long>> counters)
            throws InterruptedException {
        List<Integer> served = IntStream.range(0, tenants.size())
                .filter(tenant -> LedgerPaths.serves(router, tenant, calls.routers()))
                .boxed()
                .toList();
        List<PathLeases> paths = new ArrayList<>();
        long seq = 0;
        for (int from = 0; from < served.size(); from += RouterPost.ORGANISATIONS_MAX) {
            List<Integer> some = served.subList(from, Math.min(served.size(), from + RouterPost.ORGANISATIONS_MAX));
            List<Long> wanted = some.stream()
                    .flatMap(tenant -> counters.get(tenant).stream())
                    .toList();
            seq++;
            Map<Long, Long> leases = leases(calls, router, session, seq, wanted);
            for (int tenant : some) {
                List<Long> own = counters.get(tenant);
                paths.add(new PathLeases(
                        router,
                        session,
                        tenants.get(tenant),
                        own,
                        own.stream()
                                .map(counter -> Objects.requireNonNull(leases.get(counter)))
                                .toList()));
            }
        }
        return new Leased(paths, seq);
    }

    /// The leases by their counters.
    private static Map<Long, Long> leases(
            AccountingCalls calls, int router, long session, long seq, List<Long> counters)
            throws InterruptedException {
        LeaseRequest request = LeaseRequest.newBuilder()
                .setSessionId(session)
                .setSeq(seq)
                .setRequestId(requestId(session, seq))
                .addAllWants(counters.stream()
                        .map(counter -> LeaseWant.newBuilder()
                                .setCounterId(counter)
                                .setWantTotal(HELD_NANO_USD)
                                .build())
                        .toList())
                .build();
        LeaseReply reply = calls.one(router, SessionServiceGrpc.getLeaseMethod(), request);
        Map<Long, Long> leases = new HashMap<>();
        for (LeaseGrant grant : reply.getGranted().getGrantsList()) {
            if (grant.getGrantedTotal() == HELD_NANO_USD) {
                leases.put(grant.getCounterId(), grant.getLeaseId());
            }
        }
        if (leases.size() < counters.size()) {
            throw new IllegalStateException("accounting did not grant the first leases: " + reply.getRefused());
        }
        return leases;
    }
}
