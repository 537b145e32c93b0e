package dev.cortado.accounting.messaging;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.cortado.accounting.posting.LoggedTick;
import dev.cortado.accounting.session.UsageLog;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.contracts.v1.Fence;
import dev.cortado.contracts.v1.Tick;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;

/// Ticks and fences: accounting's own records on every partition of the usage log.
@ApplicationScoped
public class LogMarks implements UsageLog {

    private static final String CHANNEL = "marks";
    private static final String SOURCE = "accounting";

    private final Broker broker;
    private final String topic;
    private volatile int partitions;

    /// The broker of the log.
    interface Broker {

        /// How many partitions the topic has.
        Uni<Integer> partitions(String topic);

        Uni<RecordMetadata> append(ProducerRecord<byte[], byte[]> record);
    }

    /// @param channel keeps the producer of the channel alive; records go through it to the partition they name
    @Inject
    LogMarks(
            KafkaClientService clients,
            @SuppressWarnings("UnusedVariable") @Channel(CHANNEL) MutinyEmitter<byte[]> channel,
            @ConfigProperty(name = "mp.messaging.outgoing.marks.topic") String topic) {
        this(new ChannelBroker(clients), topic);
    }

    LogMarks(Broker broker, String topic) {
        this.broker = broker;
        this.topic = topic;
    }

    @Override
    public int partitions() {
        return partitions;
    }

    /// Asks the broker how many partitions there are.
    Uni<Integer> countPartitions() {
        return broker.partitions(topic).invoke(count -> partitions = count);
    }

    /// @param next committed in the books
    Uni<Void> tick(LoggedTick next) {
        Tick tick = Tick.newBuilder()
                .setSentAt(timestamp(Instant.now()))
                .setNumber(next.number())
                .setMark(next.mark().toString())
                .setSessionsVoidBy(timestamp(next.sessionsVoidBy()))
                .build();
        return append("tick/" + next.mark(), tick).replaceWithVoid();
    }

    /// To those too that were added since the partitions were counted last: accounting may have told a router of them.
    @Override
    public CompletionStage<Map<Integer, Long>> appendFences(SessionId session) {
        Fence fence = Fence.newBuilder().setSessionId(session.value()).build();
        return countPartitions()
                .flatMap(counted -> append("fence/" + session.value(), fence))
                .map(marks -> {
                    Map<Integer, Long> offsets = new HashMap<>();
                    marks.forEach(mark -> offsets.put(mark.partition(), mark.offset()));
                    return offsets;
                })
                .subscribeAsCompletionStage();
    }

    private Uni<List<RecordMetadata>> append(String id, Message mark) {
        if (partitions == 0) {
            return Uni.createFrom().failure(new IllegalStateException("the usage log has not answered yet"));
        }
        return Uni.join()
                .all(IntStream.range(0, partitions)
                        .mapToObj(partition -> broker.append(record(id, mark, partition)))
                        .toList())
                .andFailFast();
    }

    @SuppressWarnings("NullAway") // Kafka takes a record without a key, but is not annotated.
    private ProducerRecord<byte[], byte[]> record(String id, Message mark, int partition) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, null, mark.toByteArray());
        record.headers()
                .add("ce_specversion", bytes("1.0"))
                .add("ce_id", bytes(id + "/" + partition))
                .add("ce_source", bytes(SOURCE))
                .add(
                        "ce_type",
                        bytes("dev.cortado." + mark.getDescriptorForType().getName()))
                .add("ce_time", bytes(Instant.now().toString()))
                .add("content-type", bytes("application/protobuf"));
        return record;
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private record ChannelBroker(KafkaClientService clients) implements Broker {

        @Override
        public Uni<Integer> partitions(String topic) {
            return producer().runOnSendingThread((Producer<byte[], byte[]> producer) -> {
                return producer.partitionsFor(topic).size();
            });
        }

        @Override
        public Uni<RecordMetadata> append(ProducerRecord<byte[], byte[]> record) {
            return producer().send(record);
        }

        private KafkaProducer<byte[], byte[]> producer() {
            return clients.getProducer(CHANNEL);
        }
    }
}
