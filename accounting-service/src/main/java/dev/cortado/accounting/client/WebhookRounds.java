package dev.cortado.accounting.client;

import dev.cortado.accounting.configuration.WebhookConfiguration;
import dev.cortado.accounting.configuration.WebhookSealing;
import dev.cortado.accounting.retry.Backoff;
import dev.cortado.accounting.store.DeliveryStore;
import dev.cortado.accounting.store.OperationsStore;
import dev.cortado.accounting.webhook.Delivering;
import dev.cortado.accounting.webhook.Delivery;
import dev.cortado.accounting.webhook.PublicAddresses;
import dev.cortado.accounting.webhook.Sealing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Sends what is due to webhooks, each on a thread of its own and of each webhook one at a time: a receiver that does
/// not answer holds up its own deliveries only.
@ApplicationScoped
class WebhookRounds {

    private static final Logger LOG = Logger.getLogger(WebhookRounds.class);

    private final WebhookConfiguration configuration;
    private final Optional<Sealing> sealing;
    private final Deliveries deliveries;
    private final Delivering delivering;
    private final MeterRegistry meters;
    private final Semaphore free;
    private final Map<String, AtomicLong> open = Map.of("pending", new AtomicLong(), "dead", new AtomicLong());
    private @Nullable Recurring rounds;
    private volatile boolean stopped;

    @Inject
    WebhookRounds(
            WebhookConfiguration configuration,
            WebhookSealing sealing,
            DeliveryStore deliveries,
            OperationsStore operations,
            Vertx vertx,
            MeterRegistry meters) {
        this(
                configuration,
                sealing.sealing(),
                Deliveries.of(deliveries, operations),
                new Delivering(
                        new SystemNames(configuration.connectMax()),
                        new PublicAddresses(),
                        new TlsPost(vertx, configuration, Optional.empty()),
                        configuration.ports(),
                        new Backoff(configuration.retryMin(), configuration.retryMax()),
                        InstantSource.system(),
                        new SecureRandom()),
                meters);
    }

    WebhookRounds(
            WebhookConfiguration configuration,
            Optional<Sealing> sealing,
            Deliveries deliveries,
            Delivering delivering,
            MeterRegistry meters) {
        this.configuration = configuration;
        this.sealing = sealing;
        this.deliveries = deliveries;
        this.delivering = delivering;
        this.meters = meters;
        this.free = new Semaphore(configuration.deliveriesMax());
    }

    void start(@Observes StartupEvent event) {
        open.forEach((state, count) -> meters.gauge(
                "cortado.accounting.webhook.deliveries",
                List.of(Tag.of("state", state)),
                count,
                AtomicLong::doubleValue));
        rounds = new Recurring("webhooks", configuration.interval(), this::round);
    }

    /// Takes nothing more, and lets what is taken end, with the word of it to the database: a delivery that arrived
    /// and is not known to have is sent again. What does not end in time is so too, once its hold is over.
    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        Duration drainMax = configuration.drainMax();
        try {
            if (!free.tryAcquire(configuration.deliveriesMax(), drainMax.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warnf("webhook deliveries have not ended within %s; they are tried again", drainMax);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (rounds != null) {
                rounds.close();
            }
        }
    }

    private void round() {
        takeDue();
        deliveries.forget(configuration.deliveriesKept());
        Map<String, Long> counts = deliveries.counts();
        open.forEach((state, count) -> count.set(counts.getOrDefault(state, 0L)));
    }

    /// Begins as many deliveries as may be under way; takes none for which there is no place.
    private void takeDue() {
        int places = stopped ? 0 : free.drainPermits();
        try {
            if (places > 0) {
                for (DeliveryStore.Due due : deliveries.take(places, hold())) {
                    places--;
                    Thread.ofVirtual().name("webhook delivery " + due.id()).start(() -> attempt(due));
                }
            }
        } finally {
            free.release(places);
        }
    }

    /// Longer than an attempt can last, with resolving and the word of it to the database.
    private Duration hold() {
        return configuration
                .connectMax()
                .plus(configuration.answerMax())
                .plus(Deliveries.Stored.ANSWER_MAX.multipliedBy(2));
    }

    private void attempt(DeliveryStore.Due due) {
        if (attempted(due)) {
            // The receiver is there: what waits for it need not wait for the next round.
            try {
                takeDue();
            } catch (RuntimeException failure) {
                LOG.warnf("webhook deliveries: %s; taken again with the next round", failure.toString());
            }
        }
    }

    /// @return whether it was delivered
    private boolean attempted(DeliveryStore.Due due) {
        try {
            Delivery.Outcome outcome = outcome(due);
            meters.counter(
                            "cortado.accounting.webhook.attempts",
                            "outcome",
                            outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                    .increment();
            if (!deliveries.finish(due, outcome)) {
                LOG.warnf("webhook delivery %d was another's meanwhile", due.id());
            }
            return outcome instanceof Delivery.Outcome.Delivered;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (RuntimeException failure) {
            LOG.warnf("webhook delivery %d: %s; comes again", due.id(), failure.toString());
            return false;
        } finally {
            free.release();
        }
    }

    private Delivery.Outcome outcome(DeliveryStore.Due due) throws InterruptedException {
        Delivery delivery;
        try {
            Sealing keys = sealing.orElseThrow(() -> new IllegalStateException("no sealing key is configured"));
            delivery = due.open(keys);
        } catch (IllegalStateException sealed) {
            LOG.errorf("webhook delivery %d: %s", due.id(), sealed.getMessage());
            return delivering.failed(due.without(), 0, "the webhook's secret cannot be opened");
        }
        return delivering.attempt(delivery);
    }
}
