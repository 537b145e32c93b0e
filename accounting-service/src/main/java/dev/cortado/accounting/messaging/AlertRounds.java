package dev.cortado.accounting.messaging;

import dev.cortado.accounting.client.Recurring;
import dev.cortado.accounting.configuration.AlertConfiguration;
import dev.cortado.accounting.configuration.WebhookConfiguration;
import dev.cortado.accounting.retry.Backoff;
import dev.cortado.accounting.store.AlertStore;
import dev.cortado.accounting.store.AlertStore.Notice;
import dev.cortado.accounting.store.OperationsStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Finds budgets that crossed a threshold, and sends what the outbox holds: to `budget.v1`, and what an operator must
/// see to the log too, at once, whether or not Kafka is there.
@ApplicationScoped
public class AlertRounds {

    private static final Logger LOG = Logger.getLogger(AlertRounds.class);
    private static final String CHANNEL = "budgets";
    private static final String BUDGET = "budget";
    private static final Duration DATABASE = Duration.ofSeconds(10);
    private static final Duration HOUSEKEEPING = Duration.ofMinutes(1);

    private final AlertConfiguration configuration;
    private final WebhookConfiguration webhooks;
    private final AlertStore alerts;
    private final OperationsStore operations;
    private final KafkaClientService clients;
    private final String topic;
    private final MeterRegistry meters;
    private final Backoff backoff;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong unsent = new AtomicLong();
    private @Nullable Recurring raising;
    private @Nullable Recurring sending;

    /// @param channel keeps the producer of the channel alive; records go through it
    AlertRounds(
            AlertConfiguration configuration,
            WebhookConfiguration webhooks,
            AlertStore alerts,
            OperationsStore operations,
            KafkaClientService clients,
            @Channel(CHANNEL) MutinyEmitter<byte[]> channel,
            @ConfigProperty(name = "mp.messaging.outgoing.budgets.topic") String topic,
            MeterRegistry meters) {
        this.configuration = configuration;
        this.webhooks = webhooks;
        this.alerts = alerts;
        this.operations = operations;
        this.clients = clients;
        this.topic = topic;
        this.meters = meters;
        this.backoff = new Backoff(configuration.retryMin(), configuration.retryMax());
    }

    void start(@Observes StartupEvent event) {
        meters.gauge("cortado.accounting.outbox.unsent", unsent, AtomicLong::doubleValue);
        raising = new Recurring("alerts", configuration.interval(), this::raise);
        sending = new Recurring("outbox", configuration.interval(), this::send);
    }

    void stop(@Observes ShutdownEvent event) {
        for (Recurring each : new Recurring[] {raising, sending}) {
            if (each != null) {
                each.close();
            }
        }
    }

    private void raise() {
        Duration almost = configuration.interval().multipliedBy(9).dividedBy(10);
        if (operations.takeTurn("alerts", almost).await().atMost(DATABASE)) {
            int raised = alerts.raise(configuration.lookback(), configuration.raisedMax(), webhooks.retryFor())
                    .await()
                    .atMost(DATABASE);
            meters.counter("cortado.accounting.alerts.raised").increment(raised);
        }
        if (operations.takeTurn("outbox housekeeping", HOUSEKEEPING).await().atMost(DATABASE)) {
            alerts.forget(configuration.noticesKept()).await().atMost(DATABASE);
        }
    }

    private void send() {
        List<Notice> notices = alerts.take(
                        configuration.noticesMax(), configuration.sendMax().plus(DATABASE))
                .await()
                .atMost(DATABASE);
        notices.stream()
                .filter(notice -> notice.attempts() == 1 && !notice.kind().equals(BUDGET))
                .forEach(this::log);
        String broken = "";
        for (Notice notice : notices) {
            // Where Kafka refuses one, the others of this taking wait too, rather than each for its own timeout.
            broken = broken.isEmpty() ? send(notice) : broken;
            if (broken.isEmpty()) {
                alerts.sent(notice).await().atMost(DATABASE);
            } else {
                alerts.later(notice, backoff.after(notice.attempts(), random), broken)
                        .await()
                        .atMost(DATABASE);
            }
        }
        unsent.set(alerts.unsent().await().atMost(DATABASE));
    }

    /// Answers why it could not be sent; empty where the broker has it.
    private String send(Notice notice) {
        try {
            clients.<byte[], byte[]>getProducer(CHANNEL)
                    .send(BudgetMessages.record(topic, notice))
                    .await()
                    .atMost(configuration.sendMax());
            return "";
        } catch (RuntimeException failure) {
            LOG.debugf(failure, "notice %d could not be sent", notice.id());
            return "Kafka did not take it: " + failure.getClass().getSimpleName();
        }
    }

    private void log(Notice notice) {
        LOG.errorf("%s %s: %s", notice.kind(), notice.subject(), notice.message());
        meters.counter("cortado.accounting.alarms", "kind", notice.kind()).increment();
    }
}
