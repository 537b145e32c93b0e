package dev.cortado.bench.soak;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.v1.AttemptToken;
import dev.cortado.contracts.v1.UsageEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Every usage event in the log, by its reservation. Used by one thread.
final class UsageLog implements AutoCloseable {

    private static final String TOPIC = "usage.v1";
    private static final String TYPE = "dev.cortado.UsageEvent";
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Signer signer;
    private final Map<String, List<UsageEvent>> events = new HashMap<>();

    UsageLog(String servers, Signer signer) {
        this.signer = signer;
        Properties settings = new Properties();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        consumer = new KafkaConsumer<>(settings);
        List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /// Reads on until so many reservations have an event, or until nothing new came for the time.
    Map<String, List<UsageEvent>> read(long reservations, Duration silenceMax) {
        long last = System.nanoTime();
        while (events.size() < reservations && System.nanoTime() - last < silenceMax.toNanos()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                last = System.nanoTime();
                take(record);
            }
        }
        return events;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        var type = record.headers().lastHeader("ce_type");
        if (type == null || !TYPE.equals(new String(type.value(), StandardCharsets.UTF_8))) {
            return;
        }
        try {
            UsageEvent event = UsageEvent.parseFrom(record.value());
            AttemptToken token = SignedMessages.open(signer, event.getToken(), AttemptToken.getDefaultInstance())
                    .orElseThrow(() -> new IllegalStateException("a usage event's token is not signed"));
            events.computeIfAbsent(token.getReservationId(), _ -> new ArrayList<>())
                    .add(event);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the log holds an event that cannot be read", e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
