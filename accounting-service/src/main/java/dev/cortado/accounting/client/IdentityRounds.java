package dev.cortado.accounting.client;

import dev.cortado.accounting.configuration.IdentityConfiguration;
import dev.cortado.accounting.identity.IdentityTask;
import dev.cortado.accounting.identity.IdentityWork;
import dev.cortado.accounting.identity.TaskOutcome;
import dev.cortado.accounting.retry.Backoff;
import dev.cortado.accounting.store.IdentityTaskStore;
import dev.cortado.accounting.store.OperationsStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Works off the identity tasks, apart from everything else, so that a Keycloak that does not answer holds up nothing.
/// An instance takes tasks for longer than an attempt may last; where it dies over one, another takes it after that.
@ApplicationScoped
class IdentityRounds {

    private static final Logger LOG = Logger.getLogger(IdentityRounds.class);
    private static final Duration DATABASE = Duration.ofSeconds(10);
    private static final Duration HOUSEKEEPING = Duration.ofMinutes(1);

    private final IdentityConfiguration configuration;
    private final Directories directories;
    private final IdentityTaskStore tasks;
    private final OperationsStore operations;
    private final MeterRegistry meters;
    private final Map<String, AtomicLong> open = Map.of("pending", new AtomicLong(), "failed", new AtomicLong());
    private @Nullable Recurring rounds;

    IdentityRounds(
            IdentityConfiguration configuration,
            Directories directories,
            IdentityTaskStore tasks,
            OperationsStore operations,
            MeterRegistry meters) {
        this.configuration = configuration;
        this.directories = directories;
        this.tasks = tasks;
        this.operations = operations;
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        open.forEach((state, count) -> meters.gauge(
                "cortado.accounting.identity.tasks", List.of(Tag.of("state", state)), count, AtomicLong::doubleValue));
        if (!directories.provisions()) {
            LOG.info("people are kept in Keycloak by hand; GET /v1/identity-tasks lists what is to be done");
        }
        rounds = new Recurring("identity", configuration.interval(), this::round);
    }

    void stop(@Observes ShutdownEvent event) {
        if (rounds != null) {
            rounds.close();
        }
    }

    private void round() throws InterruptedException {
        if (directories.provisions()) {
            IdentityWork work = new IdentityWork(
                    directories.directory(),
                    new Backoff(configuration.retryMin(), configuration.retryMax()),
                    configuration.attemptsMax(),
                    new SecureRandom());
            for (IdentityTask task :
                    tasks.take(configuration.tasksMax(), hold()).await().atMost(DATABASE)) {
                attempt(work, task);
            }
        }
        if (operations.takeTurn("identity housekeeping", HOUSEKEEPING).await().atMost(DATABASE)) {
            tasks.forget(configuration.tasksKept()).await().atMost(DATABASE);
        }
        Map<String, Long> counts = tasks.counts().await().atMost(DATABASE);
        open.forEach((state, count) -> count.set(counts.getOrDefault(state, 0L)));
    }

    /// All tasks taken at once may each need their longest time, one after the other.
    private Duration hold() {
        return configuration.attemptMax().multipliedBy(configuration.tasksMax() + 1L);
    }

    private void attempt(IdentityWork work, IdentityTask task) throws InterruptedException {
        FutureTask<TaskOutcome> running = new FutureTask<>(() -> work.attempt(task));
        Thread.ofVirtual().name("identity task " + task.id()).start(running);
        TaskOutcome outcome;
        try {
            outcome = running.get(configuration.attemptMax().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            running.cancel(true);
            outcome = work.later(task, "Keycloak did not answer within " + configuration.attemptMax());
        } catch (ExecutionException broken) {
            LOG.errorf(broken.getCause(), "identity task %d", task.id());
            outcome = work.broken(task, String.valueOf(broken.getCause()));
        }
        meters.counter(
                        "cortado.accounting.identity.attempts",
                        "outcome",
                        outcome.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT))
                .increment();
        if (!(outcome instanceof TaskOutcome.Done)) {
            LOG.warnf(
                    "identity task %d of %s: %s", task.id(), task.organisation().name(), outcome);
        }
        if (!tasks.finish(task, outcome).await().atMost(DATABASE)) {
            LOG.warnf("identity task %d was another's meanwhile", task.id());
        }
    }
}
