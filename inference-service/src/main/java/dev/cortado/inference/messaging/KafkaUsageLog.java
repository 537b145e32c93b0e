package dev.cortado.inference.messaging;

import dev.cortado.inference.meter.MeteredAttempt;
import dev.cortado.inference.meter.MeteringGate;
import dev.cortado.inference.meter.UsageLog;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Appends usage events to Kafka, acknowledged by all in-sync replicas and without duplicates of the producer's making.
///
/// A send may wait for metadata, so it runs on a thread of its own. Tells the [MeteringGate] of each append.
public final class KafkaUsageLog implements UsageLog, AutoCloseable {

    private static final Logger LOG = System.getLogger(KafkaUsageLog.class.getName());

    private final Producer<byte[], byte[]> producer;
    private final UsageRecords records;
    private final MeteringGate gate;
    private final InstantSource clock;
    private final Duration timeMax;
    private final ExecutorService sender = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("usage-append").daemon(true).factory());

    /// @param timeMax after which an append counts as not acknowledged
    KafkaUsageLog(
            Producer<byte[], byte[]> producer,
            UsageRecords records,
            MeteringGate gate,
            InstantSource clock,
            Duration timeMax) {
        this.producer = producer;
        this.records = records;
        this.gate = gate;
        this.clock = clock;
        this.timeMax = timeMax;
    }

    /// @param deliveryTimeout for sending, with retries, once the broker's partitions are known
    public record Settings(String bootstrapServers, String topic, Duration linger, Duration deliveryTimeout) {}

    public static KafkaUsageLog connect(
            Settings settings, UsageMessages messages, MeteringGate gate, InstantSource clock) {
        long delivery = settings.deliveryTimeout().toMillis();
        long linger = settings.linger().toMillis();
        Map<String, Object> configuration = Map.ofEntries(
                Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers()),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, linger),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) delivery),
                Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) Math.max(1, delivery / 2 - linger)),
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, delivery),
                Map.entry(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, 50L),
                Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L),
                Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "inference-usage"));
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
        Duration timeMax = settings.deliveryTimeout().plus(settings.linger());
        return new KafkaUsageLog(producer, new UsageRecords(settings.topic(), messages), gate, clock, timeMax);
    }

    @Override
    public CompletionStage<AppendOutcome> append(MeteredAttempt attempt) {
        CompletableFuture<Instant> appended = new CompletableFuture<>();
        gate.appendStarted(clock.instant());
        try {
            sender.execute(() -> send(attempt, appended));
        } catch (RejectedExecutionException e) {
            appended.completeExceptionally(e);
        }
        return appended.orTimeout(timeMax.toMillis(), TimeUnit.MILLISECONDS).handle((at, failure) -> {
            if (at != null) {
                gate.appendAcknowledged(clock.instant());
                return new Appended(at);
            }
            gate.appendFailed(clock.instant());
            LOG.log(Level.ERROR, "usage event " + attempt.grant().id() + " was not acknowledged: " + failure);
            return new NotAcknowledged("the usage event was not acknowledged in time");
        });
    }

    private void send(MeteredAttempt attempt, CompletableFuture<Instant> appended) {
        try {
            Future<RecordMetadata> _ = producer.send(records.record(attempt, clock.instant()), (metadata, failure) -> {
                if (failure == null) {
                    appended.complete(Instant.ofEpochMilli(metadata.timestamp()));
                } else {
                    appended.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) {
            appended.completeExceptionally(e);
        }
    }

    /// Waits for what is under way, as long as an append may take.
    @Override
    public void close() {
        sender.shutdown();
        try {
            sender.awaitTermination(timeMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(timeMax);
    }
}
