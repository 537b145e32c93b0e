package dev.cortado.router.store;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;

/// A thread and a connection for writing alone. Hundreds of rows are made into one statement at a time, which takes
/// milliseconds: on an event loop that also answers requests, those would wait that long.
record Writer(Vertx vertx, Pool pool) {

    /// @param url of the database, as for the reactive client
    static Writer of(String url, String user, String password) {
        Vertx vertx = oneThread();
        return new Writer(vertx, pool(vertx, url, user, password, new PoolOptions().setMaxSize(1)));
    }

    /// For work that is kept away from requests.
    static Vertx oneThread() {
        return Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
    }

    static Pool pool(Vertx vertx, String url, String user, String password, PoolOptions options) {
        PgConnectOptions database = PgConnectOptions.fromUri(url)
                .setUser(user)
                .setPassword(password)
                .setCachePreparedStatements(true);
        return PgBuilder.pool()
                .using(vertx)
                .connectingTo(database)
                .with(options)
                .build();
    }

    void close() {
        pool.close().onComplete(_ -> vertx.close());
    }
}
