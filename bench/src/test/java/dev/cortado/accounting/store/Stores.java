package dev.cortado.accounting.store;

import dev.cortado.accounting.configuration.AccountingConfiguration;
import dev.cortado.accounting.window.Renewal;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// The stores by which accounting keeps its books, on one pool.
public record Stores(
        Database database,
        SessionStore sessions,
        LeaseStore leases,
        PostingStore posting,
        PathStore paths,
        OperationsStore operations) {

    /// @param windowAhead how long before a window's end the counters of the next are made; asked each
    ///     time
    public static Stores on(Pool pool, Supplier<Duration> windowAhead) {
        Database database = new Database(pool);
        return new Stores(
                database,
                new SessionStore(database),
                new LeaseStore(database),
                new PostingStore(database),
                new PathStore(database, configuration(windowAhead)),
                new OperationsStore(database));
    }

    /// The stores read one key of it; any other is an error.
    private static AccountingConfiguration configuration(Supplier<Duration> windowAhead) {
        return (AccountingConfiguration) Proxy.newProxyInstance(
                Stores.class.getClassLoader(), new Class<?>[] {AccountingConfiguration.class}, (_, method, _) -> {
                    if (method.getName().equals("windowAhead")) {
                        return windowAhead.get();
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    /// How a limit renews, by the columns of its row.
    public static Renewal renewal(Row limit) {
        return LimitRows.renewal(limit);
    }

    public Uni<List<Row>> rows(String sql, Tuple parameters) {
        return database.rows(sql, parameters);
    }

    public Uni<Boolean> takeTurn(String job, Duration every) {
        return operations.takeTurn(job, every);
    }
}
