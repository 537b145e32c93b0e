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

    /// What is left of a cap.
    record Left(long nanoUsd, long capNanoUsd) {

        /// Whether it is this share of the cap.
        boolean isAtLeast(double share) {
            return nanoUsd >= share * capNanoUsd;
        }

        /// Whether a request fits that may hold so much.
        boolean fits(long holdNanoUsd) {
            return nanoUsd >= holdNanoUsd;
        }
    }

    /// What is free. An open hold in a lease that is lost stands in both, and which do only the dead routers knew.
    ///
    /// @param surely where none does
    /// @param atMost where all do
    record Free(Left surely, Left atMost) {}

    /// Empty where the tenant has no counter yet.
    ///
    /// @param unreachable routers that are dead or paused
    static Optional<Free> free(Connection connection, FaultTenant tenant, Set<String> unreachable) throws SQLException {
        try (PreparedStatement question = connection.prepareStatement(QUESTION)) {
            question.setArray(1, connection.createArrayOf("text", unreachable.toArray()));
            question.setString(2, tenant.organisation());
            try (ResultSet found = question.executeQuery()) {
                if (!found.next()) {
                    return Optional.empty();
                }
                long cap = found.getLong(1);
                long spent = Math.max(found.getLong(2), tenant.paidNanoUsd());
                long lost = found.getLong(3);
                long held = tenant.mayBeHeldNanoUsd();
                return Optional.of(new Free(
                        new Left(cap - spent - lost - held, cap), new Left(cap - spent - Math.max(lost, held), cap)));
            }
        }
    }
}
