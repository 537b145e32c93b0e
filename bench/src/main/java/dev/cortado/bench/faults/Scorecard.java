package dev.cortado.bench.faults;

import dev.cortado.bench.Figures;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.gateway.route.RouterOrder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// The books against what the clients saw.
final class Scorecard {

    /// What usage, counted anew, makes of each hard counter, above its cap.
    private static final String OVERSPEND = """
            select coalesce(sum(greatest(0, u.spent - c.cap_in_force)), 0)::bigint
            from counter c join (
                select h.counter, sum(h.charged) as spent
                from usage n, unnest(n.counters, n.charged) as h (counter, charged) group by h.counter) u
                on u.counter = c.id
            where c.hard""";

    private static final String POSTED = """
            select reservation, count(*) filter (where charge > 0), sum(cost)::bigint from usage group by reservation""";

    private static final String IMBALANCE = "select coalesce(abs(sum(amount)), 0)::bigint from entry";
    private static final String DIFFERENCES = "select count(*) from verify_ledger(100)";
    private static final String STRANDED = """
            select coalesce(sum(c.committed - v.spent), 0)::float8 / greatest(1, sum(c.cap_in_force))
            from counter c join counter_spent v on v.id = c.id join tenant_limit t on t.id = c.tenant_limit
            where t.unit = 'nano-usd'""";

    private static final Set<Part> SERVICES = Set.of(Part.ACCOUNTING, Part.ROUTER, Part.NODE);

    private final Connection connection;
    private final Load load;
    private final Disturbance disturbance;
    private final FaultTenants tenants;
    private final RouterOrder order;

    Scorecard(Connection connection, Load load, Disturbance disturbance, FaultTenants tenants, List<String> routers) {
        this.connection = connection;
        this.load = load;
        this.disturbance = disturbance;
        this.tenants = tenants;
        this.order = new RouterOrder(routers);
    }

    double strandedShare() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(STRANDED)) {
            found.next();
            return found.getDouble(1);
        }
    }

    /// @param missing usage events in the log that the books do not have
    Figures figures(double strandedShare, long missing) throws SQLException {
        Map<UUID, Posted> posted = posted();
        long lost = missing;
        long twice = 0;
        for (Answer.Finished answer : load.finished()) {
            Posted found = posted.getOrDefault(UUID.fromString(answer.decision()), Posted.NOTHING);
            if (found.cost() < answer.costNanoUsd()) {
                lost++;
            } else if (found.charges() > 1 || found.cost() > answer.costNanoUsd()) {
                twice++;
            }
        }
        List<Double> recoveries = recoveries();
        return faults().put("requests", load.asked())
                .put("finished", load.finishedCount())
                .put("longRequests", load.longAsked())
                .put("longFinished", load.longFinished())
                .put("budgetExhausted", load.exhausted())
                .put("brokenOff", load.brokenOff())
                .put("unexpected", load.unexpected().size())
                .put("overspendNanoUsd", number(OVERSPEND))
                .put("lostEvents", lost)
                .put("doubleCharges", twice)
                .put("imbalanceNanoUsd", number(IMBALANCE))
                .put("ledgerDifferences", number(DIFFERENCES))
                .put("falseRefusals", load.refusals().falsely())
                .put("falseRefusalShare", share(load.refusals().falsely()), 5)
                .put("falseRefusalShareAtMost", share(load.refusals().falselyAtMost()), 5)
                .put("refusalsWhileFree", load.refusals().whileFree())
                .put("refusalsWhileFreeShare", share(load.refusals().whileFree()), 5)
                .put("unjudgedRefusals", load.refusals().unjudged())
                .put("busyShare", share(load.busy()), 4)
                .put("unavailableShare", share(load.unavailable()), 4)
                .put("strandedShare", strandedShare, 5)
                .put("routerKills", recoveries.size())
                .put("recoveryP95Seconds", quantile(recoveries, 0.95), 2);
    }

    /// Kills and pauses together, and how connections failed, by what they led to.
    private Figures faults() {
        Figures figures = new Figures().put("kills", disturbance.kills());
        for (Fault.Manner manner : Fault.Manner.values()) {
            figures.put(manner.figure() + "OfServices", disturbance.disconnections(manner, SERVICES));
            figures.put(manner.figure() + "OfPostgres", disturbance.disconnections(manner, Set.of(Part.POSTGRES)));
            figures.put(manner.figure() + "OfKafka", disturbance.disconnections(manner, Set.of(Part.KAFKA)));
        }
        return figures;
    }

    private double share(long requests) {
        return requests / (double) Math.max(1, load.asked());
    }

    /// What the books have of one reservation.
    private record Posted(long charges, long cost) {
        private static final Posted NOTHING = new Posted(0, 0);
    }

    private Map<UUID, Posted> posted() throws SQLException {
        Map<UUID, Posted> all = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(POSTED)) {
            while (found.next()) {
                all.put(found.getObject(1, UUID.class), new Posted(found.getLong(2), found.getLong(3)));
            }
        }
        return all;
    }

    private long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            found.next();
            return found.getLong(1);
        }
    }

    /// For each kill of a router, the seconds until a request of a tenant that preferred it, asked after the kill,
    /// finished well, anywhere: no less than until its admission. Until the end of the load where none did.
    private List<Double> recoveries() {
        List<Double> seconds = new ArrayList<>();
        for (Disturbance.RouterKill kill : disturbance.routerKills()) {
            seconds.add(tenants.all().stream()
                    .filter(tenant ->
                            order.of(new OrganisationId(tenant.organisation())).getFirst() == kill.router())
                    .flatMap(tenant -> load.successes(tenant.organisation()).stream())
                    .filter(success -> success.askedNanos() - kill.atNanos() > 0)
                    .mapToDouble(success -> (success.finishedNanos() - kill.atNanos()) / 1e9)
                    .min()
                    .orElse((load.endedNanos() - kill.atNanos()) / 1e9));
        }
        Collections.sort(seconds);
        return seconds;
    }

    private static double quantile(List<Double> sorted, double quantile) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1L, (long) (sorted.size() * quantile)));
    }
}
