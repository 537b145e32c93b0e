package dev.cortado.bench.faults;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cortado.contracts.v1.AttemptToken;
import dev.cortado.contracts.v1.UsageEvent;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// The usage log as it stands, beside the books: what is in the log and not in them is lost, whether or not a client
/// heard of it.
final class UsageLog {

    private static final String TOPIC = "usage.v1";
    private static final String TYPE = "dev.cortado.UsageEvent";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration READ_MAX = Duration.ofMinutes(2);

    private static final String BOOKED = """
            select reservation, attempt from usage
            union select reservation, attempt from quarantine where reservation is not null""";

    private record Key(UUID reservation, int attempt) {}

    private UsageLog() {}

    /// Attempts with a usage event in the log and neither a usage row nor a quarantined record in the books.
    static long missing(String servers, Connection connection) throws SQLException {
        Set<Key> events = events(servers);
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(BOOKED)) {
            while (found.next()) {
                events.remove(new Key(found.getObject(1, UUID.class), found.getInt(2)));
            }
        }
        return events.size();
    }

    private static Set<Key> events(String servers) {
        Properties settings = new Properties();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        Set<Key> events = new HashSet<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long latest = System.nanoTime() + READ_MAX.toNanos();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                if (System.nanoTime() - latest > 0) {
                    throw new IllegalStateException("the usage log was not read within " + READ_MAX);
                }
                consumer.poll(POLL).forEach(record -> take(record, events));
            }
        }
        return events;
    }

    private static void take(ConsumerRecord<byte[], byte[]> record, Set<Key> events) {
        Header type = record.headers().lastHeader("ce_type");
        if (type == null || !TYPE.equals(new String(type.value(), StandardCharsets.UTF_8))) {
            return;
        }
        try {
            AttemptToken token = AttemptToken.parseFrom(
                    UsageEvent.parseFrom(record.value()).getToken().getPayload());
            events.add(new Key(UUID.fromString(token.getReservationId()), token.getAttempt()));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the log holds an event that cannot be read", e);
        }
    }
}
