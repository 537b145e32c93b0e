package dev.cortado.router.store;

import dev.cortado.router.configuration.LabelConfiguration;
import dev.cortado.router.configuration.RouterConfiguration;
import dev.cortado.router.estimate.PredictorStore;
import dev.cortado.router.estimate.SecondStage;
import dev.cortado.router.feedback.FeedbackStore;
import dev.cortado.router.label.LabelStore;
import dev.cortado.router.learn.RatingLog;
import dev.cortado.router.profile.ProfileStore;
import dev.cortado.router.report.BoughtStore;
import dev.cortado.router.trial.RatedDecisions;
import dev.cortado.router.trial.TriedDecisions;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/// Brings the store up whenever its database is there, and empties its queue before the router stops.
@Singleton
final class StoreLifecycle {

    private static final Logger LOG = Logger.getLogger(StoreLifecycle.class);

    private final RouterConfiguration configuration;
    private final PostgresDecisions decisions;
    private final Flyway flyway;
    private volatile boolean stopping;

    StoreLifecycle(
            RouterConfiguration configuration, PostgresDecisions decisions, Flyway flyway, MeterRegistry registry) {
        this.configuration = configuration;
        this.decisions = decisions;
        this.flyway = flyway;
        Gauge.builder("cortado.router.store.queue", decisions.queue(), WriteQueue::size)
                .description("Writes of decisions that wait for the database")
                .register(registry);
        FunctionCounter.builder("cortado.router.store.dropped", decisions.queue(), WriteQueue::droppedCount)
                .description("Writes of decisions that were given up")
                .register(registry);
    }

    void start(@Observes StartupEvent event) {
        Thread.ofVirtual().name("migrate").start(this::migrate);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        long until = System.nanoTime() + configuration.shutdownWait().toNanos();
        try {
            while (!decisions.queue().isIdle() && until - System.nanoTime() > 0) {
                Thread.sleep(Duration.ofMillis(10));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (decisions.queue().size() > 0) {
            LOG.errorf(
                    "%d writes of decisions are lost: the database was away",
                    decisions.queue().size());
        }
    }

    private void migrate() {
        boolean told = false;
        while (!stopping) {
            try {
                flyway.migrate();
                decisions.open();
                LOG.info("decisions are stored");
                return;
            } catch (FlywayException e) {
                if (!told) {
                    LOG.warnf(
                            "decisions wait for the database: %s",
                            String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
                    told = true;
                }
            }
            try {
                Thread.sleep(configuration.decision().retryEvery());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /// Makes the store for those who need its port.
    @Singleton
    static final class Maker {

        @Produces
        @Singleton
        PostgresDecisions decisions(Vertx vertx, Pool pool, Writer writer, RouterConfiguration configuration) {
            return new PostgresDecisions(vertx, pool, writer, configuration.decision());
        }

        @Produces
        @Singleton
        ProfileStore profiles(Pool pool) {
            return new PostgresProfiles(pool);
        }

        @Produces
        @Singleton
        PredictorStore predictors(DataSource database, RouterConfiguration configuration, SecondStage stage) {
            return new PostgresPredictors(database, configuration.predictor().keep(), stage.form());
        }

        @Produces
        @Singleton
        LabelStore labels(DataSource database, RouterConfiguration configuration) {
            LabelConfiguration label = configuration.label();
            return new PostgresLabels(database, label.retention(), label.promptsMax(), label.setsMax());
        }

        @Produces
        @Singleton
        FeedbackStore feedback(Pool pool) {
            return new PostgresFeedback(pool);
        }

        @Produces
        @Singleton
        RatingLog ratings(DataSource database, RouterConfiguration configuration) {
            return new PostgresRatings(database, configuration.learning().pageMax());
        }

        @Produces
        @Singleton
        BoughtStore bought(Reader reader) {
            return new PostgresBought(reader);
        }

        @Produces
        @Singleton
        RatedDecisions ratedDecisions(Reader reader) {
            return new PostgresRatedDecisions(reader);
        }

        @Produces
        @Singleton
        TriedDecisions triedDecisions(Reader reader) {
            return new PostgresTriedDecisions(reader);
        }

        @Produces
        @Singleton
        Writer writer(
                @ConfigProperty(name = "quarkus.datasource.reactive.url") String url,
                @ConfigProperty(name = "quarkus.datasource.username") String user,
                @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
            return Writer.of(url, user, password.orElse(""));
        }

        void close(@Disposes Writer writer) {
            writer.close();
        }

        @Produces
        @Singleton
        Reader reader(
                @ConfigProperty(name = "quarkus.datasource.reactive.url") String url,
                @ConfigProperty(name = "quarkus.datasource.username") String user,
                @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
            return Reader.of(url, user, password.orElse(""));
        }

        void close(@Disposes Reader reader) {
            reader.close();
        }
    }
}
