package dev.cortado.gateway.store;

import dev.cortado.gateway.configuration.IdempotencyConfiguration;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/// Brings the tables up whenever their database is there, and deletes what is past its retention. The gateway starts
/// and
/// serves without it.
@Singleton
final class StoreLifecycle {

    private static final Logger LOG = Logger.getLogger(StoreLifecycle.class);

    private final Vertx vertx;
    private final Pool pool;
    private final Flyway flyway;
    private final IdempotencyConfiguration configuration;
    private volatile boolean stopping;

    StoreLifecycle(Vertx vertx, Pool pool, Flyway flyway, IdempotencyConfiguration configuration) {
        if (configuration.retention().compareTo(configuration.claimLifetime()) <= 0) {
            throw new IllegalArgumentException(
                    "cortado.gateway.idempotency.retention must be longer than claim-lifetime");
        }
        this.vertx = vertx;
        this.pool = pool;
        this.flyway = flyway;
        this.configuration = configuration;
    }

    void start(@Observes StartupEvent event) {
        Thread.ofVirtual().name("migrate").start(this::migrate);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    private void migrate() {
        boolean told = false;
        while (!stopping) {
            try {
                flyway.migrate();
                LOG.info("idempotency keys are kept");
                vertx.setPeriodic(configuration.deleteEvery().toMillis(), _ -> deleteOld());
                return;
            } catch (FlywayException e) {
                if (!told) {
                    LOG.warnf(
                            "idempotency keys wait for the database: %s",
                            String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
                    told = true;
                }
            }
            try {
                Thread.sleep(configuration.retryEvery());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /// Goes on at once while there is a whole portion to delete.
    private void deleteOld() {
        pool.preparedQuery(Statements.DELETE_OLD)
                .execute(Tuple.of(configuration.deleteMax()))
                .onSuccess(deleted -> {
                    if (deleted.rowCount() == configuration.deleteMax() && !stopping) {
                        deleteOld();
                    }
                })
                .onFailure(failure -> LOG.warnf("old idempotency keys stay for now: %s", failure.toString()));
    }
}
