package dev.cortado.router.messaging;

import dev.cortado.contracts.signature.Signer;
import dev.cortado.router.configuration.RouterConfiguration;
import dev.cortado.router.configuration.UsageLogConfiguration;
import dev.cortado.router.decision.OpenAttempts;
import dev.cortado.router.route.Settling;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Reads the whole usage log, each router by itself.
///
/// It uses Kafka's own consumer rather than a messaging framework, because it is not a member of any group: it assigns
/// itself every partition, finds its start by time (so that no event of a hold can be missed, however late Kafka comes
/// up), goes back when the store names an older open attempt, and never commits. Reading a record twice changes
/// nothing.
@Singleton
final class UsageLog {

    private static final Logger LOG = Logger.getLogger(UsageLog.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration METADATA_TIMEOUT = Duration.ofSeconds(5);

    private final UsageLogConfiguration configuration;
    private final String brokers;
    private final OpenAttempts openAttempts;
    private final UsageRecords records;
    private final AtomicReference<@Nullable Instant> goBackTo = new AtomicReference<>();
    private final Thread reader = Thread.ofPlatform().name("usage-log").daemon().unstarted(this::readAlways);
    private volatile Instant start = Instant.now();
    private volatile boolean stopping;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> reading;

    UsageLog(
            RouterConfiguration configuration,
            @ConfigProperty(name = "kafka.bootstrap.servers") String brokers,
            OpenAttempts openAttempts,
            Settling settling,
            Signer signer) {
        this.configuration = configuration.usageLog();
        this.brokers = brokers;
        this.openAttempts = openAttempts;
        this.records = new UsageRecords(settling, signer);
    }

    void begin(@Observes StartupEvent event) {
        start = Instant.now().minus(configuration.lookBack());
        reader.start();
        openAttempts
                .oldest()
                .thenAccept(oldest -> oldest.map(decided -> decided.minus(configuration.lookBack()))
                        .filter(since -> since.isBefore(start))
                        .ifPresent(goBackTo::set));
    }

    void end(@Observes ShutdownEvent event) {
        stopping = true;
        KafkaConsumer<byte[], byte[]> present = reading;
        if (present != null) {
            present.wakeup();
        }
    }

    private void readAlways() {
        boolean told = false;
        while (!stopping) {
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings())) {
                reading = consumer;
                List<TopicPartition> partitions = partitions(consumer);
                if (!partitions.isEmpty()) {
                    consumer.assign(partitions);
                    seek(consumer, partitions, start);
                    LOG.infof("usage log: reading %d partitions since %s", partitions.size(), start);
                    told = false;
                    read(consumer, partitions);
                }
            } catch (WakeupException | InterruptException e) {
                return;
            } catch (KafkaException e) {
                if (!told) {
                    LOG.warnf("usage log: waiting for the brokers: %s", e.getMessage());
                    told = true;
                }
            }
            pause();
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        while (!stopping) {
            Instant earlier = goBackTo.getAndSet(null);
            if (earlier != null) {
                LOG.infof("usage log: going back to %s for attempts that were left open", earlier);
                seek(consumer, partitions, earlier);
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                records.read(record);
                // Should the connection have to be made anew, reading goes on from here.
                start = Instant.ofEpochMilli(record.timestamp()).minus(configuration.lookBack());
            }
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.partitionsFor(configuration.topic(), METADATA_TIMEOUT).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private static void seek(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Instant since) {
        Map<TopicPartition, Long> times =
                partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> since.toEpochMilli()));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, METADATA_TIMEOUT);
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times, METADATA_TIMEOUT);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            consumer.seek(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
        }
    }

    private void pause() {
        try {
            Thread.sleep(configuration.retryEvery());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    private Map<String, Object> settings() {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                brokers,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                100,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
    }
}
