package dev.cortado.bench.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// Watches accounting work the topic off.
final class Posting {

    private static final long LOOK_MILLIS = 20;
    private static final long PROGRESS_EVERY_NANOS = 2_000_000_000L;
    private static final int TENTHS = 10;
    private static final Duration STANDSTILL_MAX = Duration.ofMinutes(2);

    private Posting() {}

    /// How many usage rows there are by now, from the statistics of the tables' own ends: the offsets posted.
    private static long posted(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery("select coalesce(sum(next_offset), 0) from consumer_offset")) {
            found.next();
            return found.getLong(1);
        }
    }

    /// From the first batch seen committed to the last: events a second.
    ///
    /// @param before where the offsets stood together before the events
    /// @param atATenth run when a tenth of what was left at first is posted
    static double rate(Connection connection, long before, long events, Runnable atATenth)
            throws SQLException, InterruptedException {
        try (Statement statement = connection.createStatement()) {
            long first = awaitBeyond(statement, before);
            long begun = System.nanoTime();
            long said = begun;
            long moved = begun;
            long last = first;
            long tenth = first + Math.max(0, before + events - first) / TENTHS;
            boolean isBeforeATenth = true;
            while (last - before < events) {
                Thread.sleep(LOOK_MILLIS);
                long seen = posted(statement);
                long now = System.nanoTime();
                if (seen > last) {
                    moved = now;
                } else if (now - moved > STANDSTILL_MAX.toNanos()) {
                    throw new IllegalStateException("posting stands still at " + (last - before) + " of " + events);
                }
                last = seen;
                if (isBeforeATenth && last >= tenth) {
                    isBeforeATenth = false;
                    atATenth.run();
                }
                if (now - said > PROGRESS_EVERY_NANOS) {
                    said = now;
                    Progress.say("posting", last - before, events, begun);
                }
            }
            return (last - first) / ((System.nanoTime() - begun) / 1e9);
        }
    }

    static long offsets(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return posted(statement);
        }
    }

    private static long awaitBeyond(Statement statement, long before) throws SQLException, InterruptedException {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < STANDSTILL_MAX.toNanos()) {
            long seen = posted(statement);
            if (seen > before) {
                return seen;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        throw new IllegalStateException("posting did not begin within " + STANDSTILL_MAX.toSeconds() + " s");
    }
}
