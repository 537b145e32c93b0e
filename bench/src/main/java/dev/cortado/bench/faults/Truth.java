package dev.cortado.bench.faults;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/// What is truly free of a tenant's cap, by MONEY's words: the cap less what is spent, less open holds, less the leases
/// of sessions that are dead or whose router cannot be reached.
final class Truth {

    private static final String QUESTION = """
            select c.cap_in_force, v.spent, coalesce((
                select sum(l.granted - l.posted) from lease l join session s on s.id = l.session
                where l.counter = c.id and l.state = 'open' and (s.state <> 'live'
                    or s.admit_until < clock_timestamp() or s.router = any (?))), 0) as lost
            from tenant_limit t join counter c on c.tenant_limit = t.id join counter_spent v on v.id = c.id
            where t.node = ? and t.unit = 'nano-usd'""";

    private Truth() {}

    /// The share of the cap that is free, or empty where a request would not fit.
    ///
    /// @param unreachable routers that are dead or paused
    /// @param holdNanoUsd the most that the request may hold
    static Optional<Double> freeShare(
            Connection connection, FaultTenant tenant, Set<String> unreachable, long holdNanoUsd) throws SQLException {
        try (PreparedStatement question = connection.prepareStatement(QUESTION)) {
            question.setArray(1, connection.createArrayOf("text", unreachable.toArray()));
            question.setString(2, tenant.organisation());
            try (ResultSet found = question.executeQuery()) {
                if (!found.next()) {
                    return Optional.empty();
                }
                long cap = found.getLong(1);
                long spent = Math.max(found.getLong(2), tenant.paidNanoUsd());
                long free = cap - spent - found.getLong(3) - tenant.mayBeHeldNanoUsd();
                // Less than one request may hold is not free for it.
                return free < holdNanoUsd ? Optional.empty() : Optional.of(free / (double) cap);
            }
        }
    }
}
