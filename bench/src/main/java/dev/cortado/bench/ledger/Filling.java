package dev.cortado.bench.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Properties;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Fills the usage topic with events while nobody posts.
final class Filling {

    private static final String TOPIC = "usage.v1";
    private static final long PROGRESS_EVERY_NANOS = 2_000_000_000L;

    private final String servers;

    Filling(String servers) {
        this.servers = servers;
    }

    int partitions() {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            return producer.partitionsFor(TOPIC).size();
        }
    }

    /// Appends so many events, acknowledged; says how far it is every two seconds.
    void fill(UsageEvents events, long count) {
        Failures failures = new Failures();
        long begun = System.nanoTime();
        long said = begun;
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (long n = 0; n < count && failures.none(); n++) {
                var _ = producer.send(record(events.next()), failures);
                long now = System.nanoTime();
                if (now - said > PROGRESS_EVERY_NANOS) {
                    said = now;
                    Progress.say("filling the topic", n, count, begun);
                }
            }
            producer.flush();
        }
        failures.rethrow();
    }

    /// Keeps the first failure of an append.
    private static final class Failures implements Callback {
        private volatile @Nullable Exception first;

        @Override
        @SuppressWarnings("NullAway") // Kafka passes no exception where all went well, but is not annotated.
        public void onCompletion(RecordMetadata metadata, Exception problem) {
            if (problem != null) {
                first = problem;
            }
        }

        boolean none() {
            return first == null;
        }

        void rethrow() {
            Exception problem = first;
            if (problem != null) {
                throw new IllegalStateException("the topic could not be filled", problem);
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(UsageEvents.Addressed event) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                TOPIC, event.partition(), bytes(event.id()), event.event().toByteArray());
        record.headers()
                .add("ce_specversion", bytes("1.0"))
                .add("ce_id", bytes(event.id()))
                .add("ce_source", bytes("inference/bench-node"))
                .add("ce_type", bytes("dev.cortado.UsageEvent"))
                .add("ce_time", bytes(Instant.now().toString()))
                .add("content-type", bytes("application/protobuf"));
        return record;
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Properties properties = new Properties();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 18);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
