package dev.cortado.router.store;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;

/// A thread and a connection for reading thousands of rows at a time, for reports and estimates: neither requests nor
/// what is written wait for them. Few may wait; more fail at once.
record Reader(Vertx vertx, Pool pool) {

    private static final int WAITING_MAX = 16;

    /// @param url of the database, as for the reactive client
    static Reader of(String url, String user, String password) {
        Vertx vertx = Writer.oneThread();
        PoolOptions options = new PoolOptions().setMaxSize(1).setMaxWaitQueueSize(WAITING_MAX);
        return new Reader(vertx, Writer.pool(vertx, url, user, password, options));
    }

    void close() {
        pool.close().onComplete(_ -> vertx.close());
    }
}
