package dev.cortado.bench.admission;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/// What stands in accounting's books, read from its database.
final class Ledger {

    private static final long LOOK_MILLIS = 20;

    private final Connection connection;

    Ledger(Connection connection) {
        this.connection = connection;
    }

    /// Usage rows.
    long posted() throws SQLException {
        return number("select count(*) from usage");
    }

    /// Waits until so many usage rows stand, or long enough; returns how many do.
    long await(long count, Duration atMost) throws SQLException, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        long now = posted();
        while (now < count && System.nanoTime() < end) {
            Thread.sleep(LOOK_MILLIS);
            now = posted();
        }
        return now;
    }

    /// What the check of `./cortado ledger verify` finds.
    long differences() throws SQLException {
        return number("select count(*) from verify_ledger(20)");
    }

    private long number(String query) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(query)) {
            found.next();
            return found.getLong(1);
        }
    }
}
