package dev.cortado.bench.usage;

import dev.cortado.contracts.v1.UsageEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Appends usage events to the usage topic, as nodes do. Safe for use by several threads.
public final class UsageTopic implements AutoCloseable {

    private static final String TOPIC = "usage.v1";
    private static final int BATCH_BYTES = 1 << 18;

    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLong acknowledged = new AtomicLong();
    private volatile @Nullable Exception failure;

    /// @param linger how long an event may wait for others to be sent with
    public UsageTopic(String servers, Duration linger) {
        Properties properties = new Properties();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, (int) linger.toMillis());
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// How many there are; afterwards the first append need not wait to be told.
    public int partitions() {
        return producer.partitionsFor(TOPIC).size();
    }

    /// @param partition that the event's token names
    /// @param id of the attempt: `reservation/attempt`
    public void append(int partition, String id, UsageEvent event) {
        var _ = producer.send(record(partition, id, event), (_, problem) -> ended(problem));
    }

    private void ended(@Nullable Exception problem) {
        if (problem == null) {
            acknowledged.incrementAndGet();
        } else {
            failure = problem;
        }
    }

    /// Events that the broker has acknowledged.
    public long acknowledged() {
        return acknowledged.get();
    }

    public boolean hasFailed() {
        return failure != null;
    }

    /// Waits until all are acknowledged.
    ///
    /// @throws IllegalStateException if one of all so far was not
    public void flush() {
        producer.flush();
        Exception problem = failure;
        if (problem != null) {
            throw new IllegalStateException("a usage event could not be appended", problem);
        }
    }

    static ProducerRecord<byte[], byte[]> record(int partition, String id, UsageEvent event) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(TOPIC, partition, bytes(id), event.toByteArray());
        record.headers()
                .add("ce_specversion", bytes("1.0"))
                .add("ce_id", bytes(id))
                .add("ce_source", bytes("inference/bench-node"))
                .add("ce_type", bytes("dev.cortado.UsageEvent"))
                .add("ce_time", bytes(Instant.now().toString()))
                .add("content-type", bytes("application/protobuf"));
        return record;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
