package dev.cortado.router.configuration;

import dev.cortado.contracts.unit.SessionId;
import dev.cortado.router.health.NodeHealth;
import dev.cortado.router.hold.Holds;
import dev.cortado.router.session.SessionTerms;
import dev.cortado.router.session.SessionWatcher;
import dev.cortado.router.session.Sessions;
import dev.cortado.router.tenant.Paths;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/// Opens the router's session when it starts, and ends it cleanly when it stops.
@Singleton
final class Lifecycle {

    private static final Logger LOG = Logger.getLogger(Lifecycle.class);
    private static final int FIRST = 1;

    private final RouterConfiguration configuration;
    private final Sessions sessions;
    private final Holds holds;
    private final Paths paths;
    private final NodeHealth health;
    private final Meters meters;

    Lifecycle(
            RouterConfiguration configuration,
            Sessions sessions,
            Holds holds,
            Paths paths,
            NodeHealth health,
            Meters meters) {
        this.configuration = configuration;
        this.sessions = sessions;
        this.holds = holds;
        this.paths = paths;
        this.health = health;
        this.meters = meters;
    }

    void start(@Observes @Priority(FIRST) StartupEvent event) {
        meters.bind(holds, sessions, health);
        sessions.watch(holds);
        sessions.watch(new PathForgetter(paths));
        sessions.start();
    }

    /// Admits nothing more and gives back what is idle, settles what is open for a while and gives that back too, then
    /// lets accounting have the rest.
    void stop(@Observes @Priority(FIRST) ShutdownEvent event) {
        sessions.close();
        holds.keepNothing();
        try {
            await(configuration.shutdownWait(), () -> holds.openCount() == 0);
            await(configuration.session().callTimeout(), holds::isReturned);
            sessions.drain()
                    .toCompletableFuture()
                    .get(configuration.session().callTimeout().toMillis(), TimeUnit.MILLISECONDS);
            LOG.infof("sessions drained, %d holds left to the log", holds.openCount());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("the sessions could not be drained and will end by their times: %s", e.getMessage());
        }
    }

    private static void await(Duration atMost, BooleanSupplier done) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        while (!done.getAsBoolean() && until - System.nanoTime() > 0) {
            Thread.sleep(Duration.ofMillis(20));
        }
    }

    /// Paths belong to no session, but a new one starts from what accounting says now.
    private record PathForgetter(Paths paths) implements SessionWatcher {

        @Override
        public void opened(SessionTerms terms) {
            LOG.infof(
                    "%s session %d with accounting opened",
                    terms.sessionClass(), terms.id().value());
            paths.forgetAll();
        }

        @Override
        public void ended(SessionId session) {
            LOG.warnf("session %d with accounting ended", session.value());
            paths.forgetAll();
        }

        @Override
        public void pathsChanged(long version) {
            paths.forgetAll();
        }
    }
}
