package dev.cortado.router.messaging;

import dev.cortado.contracts.v1.AttemptAbandoned;
import dev.cortado.router.configuration.RouterConfiguration;
import dev.cortado.router.grpc.Wire;
import dev.cortado.router.hold.Hold;
import dev.cortado.router.route.AbandonedLog;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Appends AttemptAbandoned to the partition where the usage was awaited. On a thread of its own, since Kafka's
/// producer waits while it does not know the topic.
@Singleton
final class AbandonedProducer implements AbandonedLog {

    private static final Logger LOG = Logger.getLogger(AbandonedProducer.class);

    private final String topic;
    private final String source;
    private final String brokers;
    private final ThreadPoolExecutor worker;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    AbandonedProducer(
            RouterConfiguration configuration, @ConfigProperty(name = "kafka.bootstrap.servers") String brokers) {
        this.topic = configuration.usageLog().topic();
        this.source = "/cortado/router/" + configuration.name();
        this.brokers = brokers;
        this.worker = new ThreadPoolExecutor(
                0,
                1,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(configuration.usageLog().abandonedQueueMax()),
                Thread.ofPlatform().name("abandoned-attempts").daemon().factory());
    }

    @Override
    public void abandoned(Hold hold) {
        try {
            worker.execute(() -> append(hold));
        } catch (RejectedExecutionException e) {
            LOG.warnf(
                    "attempt %s/%d was abandoned, which the log is not told",
                    hold.key().reservation(), hold.key().attempt());
        }
    }

    void end(@Observes ShutdownEvent event) {
        worker.shutdown();
    }

    private void append(Hold hold) {
        try {
            var _ = producer().send(record(hold), (_, failure) -> {
                if (failure != null) {
                    LOG.warnf("an abandoned attempt could not be told to the log: %s", failure.getMessage());
                }
            });
        } catch (KafkaException e) {
            LOG.warnf("an abandoned attempt could not be told to the log: %s", e.getMessage());
        }
    }

    private ProducerRecord<byte[], byte[]> record(Hold hold) {
        AttemptAbandoned.Builder abandoned = AttemptAbandoned.newBuilder()
                .setReservationId(hold.key().reservation().toString())
                .setAttempt(hold.key().attempt())
                .setSessionId(hold.session().value());
        hold.amounts().forEach(held -> abandoned.addHolds(Wire.ofHeld(held)));
        List<Header> headers = List.of(
                header("ce_specversion", "1.0"),
                header("ce_id", UUID.randomUUID().toString()),
                header("ce_source", source),
                header("ce_type", "dev.cortado.AttemptAbandoned"),
                header("ce_time", Instant.now().toString()),
                header("content-type", "application/protobuf"));
        return new ProducerRecord<>(
                topic,
                hold.partition(),
                hold.organisation().value().getBytes(StandardCharsets.UTF_8),
                abandoned.build().toByteArray(),
                headers);
    }

    private KafkaProducer<byte[], byte[]> producer() {
        KafkaProducer<byte[], byte[]> made = producer;
        if (made == null) {
            made = new KafkaProducer<>(Map.of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    brokers,
                    ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                    ByteArraySerializer.class,
                    ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                    ByteArraySerializer.class,
                    ProducerConfig.ACKS_CONFIG,
                    "all",
                    ProducerConfig.LINGER_MS_CONFIG,
                    5));
            producer = made;
        }
        return made;
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
