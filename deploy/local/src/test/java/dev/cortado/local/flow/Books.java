package dev.cortado.local.flow;

import dev.cortado.local.LocalStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What stands in accounting's tables, read directly: the tests compare it with what users are told.
final class Books {

    private static final Duration POSTING_LIMIT = Duration.ofSeconds(5);

    private final LocalStack.Database database;

    Books(LocalStack.Database database) {
        this.database = database;
    }

    /// One attempt's usage row, and what the ledger debits for it: its charge, if the entries of its batch are the sum
    /// of
    /// the batch's charges.
    record Posted(long cost, long charge, long promptTokens, long completionTokens, String finish, long debited) {}

    /// The usage row of a reservation's first attempt, once it is posted; waits at most five seconds.
    Optional<Posted> awaitPosted(UUID reservation) {
        long end = System.nanoTime() + POSTING_LIMIT.toNanos();
        Optional<Posted> found = posted(reservation);
        while (found.isEmpty() && System.nanoTime() < end) {
            sleepBriefly();
            found = posted(reservation);
        }
        return found;
    }

    Optional<Posted> posted(UUID reservation) {
        return ask(
                """
                select u.cost, u.charge, u.prompt_tokens, u.completion_tokens, u.finish_reason,
                    coalesce((select sum(e.amount) from accounting.entry e
                        join accounting.account a on a.id = e.account
                        where e.batch = u.batch and a.kind in ('tenant', 'credit')), 0) - (
                        select sum(b.charge) from accounting.usage b where b.batch = u.batch) + u.charge
                from accounting.usage u where u.reservation = ? order by u.attempt""",
                statement -> statement.setObject(1, reservation),
                rows -> rows.next()
                        ? Optional.of(new Posted(
                                rows.getLong(1),
                                rows.getLong(2),
                                rows.getLong(3),
                                rows.getLong(4),
                                rows.getString(5),
                                rows.getLong(6)))
                        : Optional.empty());
    }

    /// Every reservation of an organisation that has usage, all its attempts together.
    Map<UUID, Posted> allPosted(String organisation) {
        return ask("""
                select u.reservation, sum(u.cost), sum(u.charge), sum(u.prompt_tokens), sum(u.completion_tokens),
                    max(u.finish_reason), sum(coalesce((select sum(e.amount) from accounting.entry e
                        join accounting.account a on a.id = e.account
                        where e.batch = u.batch and a.kind in ('tenant', 'credit')), 0) - (
                        select sum(b.charge) from accounting.usage b where b.batch = u.batch) + u.charge)
                from accounting.usage u where u.organisation = ? group by u.reservation""", statement -> statement.setString(1, organisation), rows -> {
            Map<UUID, Posted> all = new HashMap<>();
            while (rows.next()) {
                all.put(
                        rows.getObject(1, UUID.class),
                        new Posted(
                                rows.getLong(2),
                                rows.getLong(3),
                                rows.getLong(4),
                                rows.getLong(5),
                                rows.getString(6),
                                rows.getLong(7)));
            }
            return all;
        });
    }

    /// How many ledger entries a project's account has.
    long entries(String project) {
        return ask("""
                select count(*) from accounting.entry e join accounting.account a on a.id = e.account
                where a.kind = 'tenant' and a.owner = ?""", statement -> statement.setString(1, project), rows -> {
            rows.next();
            return rows.getLong(1);
        });
    }

    /// Usage rows and their charges in nano-USD of an organisation.
    record Spent(long attempts, long nanoUsd) {}

    Spent spent(String organisation) {
        return ask(
                "select count(*), coalesce(sum(charge), 0) from accounting.usage where organisation = ?",
                statement -> statement.setString(1, organisation),
                rows -> {
                    rows.next();
                    return new Spent(rows.getLong(1), rows.getLong(2));
                });
    }

    /// Sum of all entries: debits less credits.
    long imbalance() {
        return number("select coalesce(sum(amount), 0) from accounting.entry");
    }

    /// What open leases hold beyond what is posted, over all counters.
    long leasedAndUnposted() {
        return number("select coalesce(sum(granted - posted), 0) from accounting.lease where state = 'open'");
    }

    /// The same over the counters of one organisation's nodes, in any unit.
    long leasedAndUnposted(String organisation) {
        return ask("""
                select coalesce(sum(e.granted - e.posted), 0) from accounting.lease e
                join accounting.counter c on c.id = e.counter join accounting.tenant_limit l on l.id = c.tenant_limit
                join accounting.tenant_node n on n.id = l.node
                where e.state = 'open' and n.organisation = ?""", statement -> statement.setString(1, organisation), rows -> {
            rows.next();
            return rows.getLong(1);
        });
    }

    long quarantined() {
        return number("select count(*) from accounting.quarantine");
    }

    private long number(String sql) {
        return ask(sql, statement -> {}, rows -> {
            rows.next();
            return rows.getLong(1);
        });
    }

    private interface Bind {
        void to(PreparedStatement statement) throws SQLException;
    }

    private interface Read<T> {
        T from(ResultSet rows) throws SQLException;
    }

    private <T> T ask(String sql, Bind bind, Read<T> read) {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind.to(statement);
            try (ResultSet rows = statement.executeQuery()) {
                return read.from(rows);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the books cannot be read: " + sql, e);
        }
    }

    static void sleepBriefly() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
