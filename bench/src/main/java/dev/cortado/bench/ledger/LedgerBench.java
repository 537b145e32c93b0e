package dev.cortado.bench.ledger;

import dev.cortado.bench.Figures;
import dev.cortado.bench.launcher.BenchStack;
import dev.cortado.bench.launcher.LauncherHand;
import dev.cortado.contracts.signature.Signer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/// The ledger's rate: so many signed events stand in the topic while accounting is held back; it is let
/// go, and from the first commit to the last is measured. Then the same rows by COPY into the same
/// tables, and a second, shorter filling with routers beside it, which order leases of the same tenants.
///
/// Arguments: events, tenants, events of the second part, orders for leases a second, accounting's gRPC
/// port.
public final class LedgerBench {

    private static final String ACCOUNTING = "accounting";
    private static final int ROUTERS = 4;

    private final BenchStack stack;
    private final LauncherHand launcher;
    private final AccountingCalls calls;

    private LedgerBench(BenchStack stack, LauncherHand launcher, AccountingCalls calls) {
        this.stack = stack;
        this.launcher = launcher;
        this.calls = calls;
    }

    public static void main(String[] arguments) throws Exception {
        long events = Long.parseLong(arguments[0]);
        int tenants = Integer.parseInt(arguments[1]);
        long eventsWithGrants = Long.parseLong(arguments[2]);
        int grantsPerSecond = Integer.parseInt(arguments[3]);
        int accountingPort = Integer.parseInt(arguments[4]);
        BenchStack stack = BenchStack.of(System.getenv());
        try (AccountingCalls calls = new AccountingCalls(accountingPort, ROUTERS)) {
            new LedgerBench(stack, new LauncherHand(), calls)
                    .run(events, tenants, eventsWithGrants, grantsPerSecond)
                    .write();
        }
    }

    private Figures run(long events, int count, long eventsWithGrants, int grantsPerSecond)
            throws SQLException, IOException, InterruptedException {
        Filling filling = new Filling(stack.kafkaServers());
        Signer signer = Signer.ofConfiguration(stack.signingKeys());
        try (Connection connection = stack.connect()) {
            LedgerSessions sessions = LedgerSessions.open(calls, connection, LedgerTenants.make(connection, count));
            UsageEvents usage = new UsageEvents(sessions.paths(), signer, filling.partitions(), 1);
            double alone = posted(connection, filling, usage, events);
            System.err.printf(Locale.ROOT, "posted %.0f events/s%n", alone);
            double copySeconds = CopyBaseline.seconds(connection);
            System.err.printf(Locale.ROOT, "copied %.0f rows/s%n", events / copySeconds);
            long rows = rows(connection);
            Figures figures = new Figures()
                    .put("events", events)
                    .put("eventsPerSecond", alone, 0)
                    .put("copyRowsPerSecond", events / copySeconds, 0)
                    .put("ratio", alone * copySeconds / events, 3);
            withGrants(connection, filling, usage, eventsWithGrants, sessions, grantsPerSecond, figures);
            return figures.put("rowsAnEvent", rows / (double) events, 2)
                    .put("ledgerDifferences", differences(connection));
        }
    }

    /// Posts the second filling with the routers beside it. Accounting, just started, reads what it has
    /// not posted before it grants again: from then on both are measured.
    private void withGrants(
            Connection connection,
            Filling filling,
            UsageEvents usage,
            long events,
            LedgerSessions sessions,
            int perSecond,
            Figures figures)
            throws SQLException, IOException, InterruptedException {
        launcher.hold(ACCOUNTING);
        long before = Posting.offsets(connection);
        filling.fill(usage, events);
        launcher.release(ACCOUNTING);
        sessions.awaitGranting(calls);
        double rate;
        GrantTally tally;
        try (GrantLoad load = new GrantLoad(calls, sessions, perSecond)) {
            tally = load.tally();
            rate = Posting.rate(connection, before, events, load::steady);
        }
        System.err.printf(Locale.ROOT, "posted %.0f events/s beside grants: %s%n", rate, tally);
        figures.put("eventsPerSecondWithGrants", rate, 0);
        tally.write(figures);
    }

    private double posted(Connection connection, Filling filling, UsageEvents usage, long events)
            throws SQLException, InterruptedException, IOException {
        launcher.hold(ACCOUNTING);
        long before = Posting.offsets(connection);
        filling.fill(usage, events);
        launcher.release(ACCOUNTING);
        return Posting.rate(connection, before, events, () -> {});
    }

    /// Rows of usage and entries together.
    private static long rows(Connection connection) throws SQLException {
        return number(connection, "select (select count(*) from usage) + (select count(*) from entry)");
    }

    private static long differences(Connection connection) throws SQLException {
        System.err.println("verifying the ledger");
        return number(connection, "select count(*) from verify_ledger(20)");
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(query)) {
            found.next();
            return found.getLong(1);
        }
    }
}
