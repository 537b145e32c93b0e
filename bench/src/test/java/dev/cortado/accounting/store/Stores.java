package dev.cortado.accounting.store;

import dev.cortado.accounting.configuration.AccountingConfiguration;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;

/// The stores by which accounting keeps its books, on one pool.
public record Stores(
        Database database,
        SessionStore sessions,
        LeaseStore leases,
        PostingStore posting,
        PathStore paths,
        OperationsStore operations) {

    /// @param windowAhead how long before a window's end the counters of the next are made
    public static Stores on(Pool pool, Duration windowAhead) {
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
    private static AccountingConfiguration configuration(Duration windowAhead) {
        return (AccountingConfiguration) Proxy.newProxyInstance(
                Stores.class.getClassLoader(), new Class<?>[] {AccountingConfiguration.class}, (_, method, _) -> {
                    if (method.getName().equals("windowAhead")) {
                        return windowAhead;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    public Uni<List<Row>> rows(String sql, Tuple parameters) {
        return database.rows(sql, parameters);
    }

    public Uni<Boolean> takeTurn(String job, Duration every) {
        return operations.takeTurn(job, every);
    }
}
