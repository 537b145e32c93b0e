package dev.cortado.accounting.messaging;

import dev.cortado.accounting.posting.LoggedTick;
import dev.cortado.accounting.posting.StartCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/// The usage log read beside its poster, by a consumer of no group; for one thread.
final class LogTail implements StartCheck.Log, AutoCloseable {

    private static final Duration BROKER_WAIT = Duration.ofSeconds(3);
    private static final Duration POLL_WAIT = Duration.ofMillis(200);
    /// Polls in a row without a record before the broker counts as silent.
    private static final int POLLS_EMPTY_MAX = 25;

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final UsageReader reader;

    LogTail(Consumer<byte[], byte[]> consumer, String topic, UsageReader reader) {
        this.consumer = consumer;
        this.topic = topic;
        this.reader = reader;
    }

    @Override
    public Map<Integer, Long> ends() {
        List<TopicPartition> partitions = consumer.partitionsFor(topic, BROKER_WAIT).stream()
                .map(each -> new TopicPartition(topic, each.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new IllegalStateException("the broker knows no partition of " + topic);
        }
        return consumer.endOffsets(partitions, BROKER_WAIT).entrySet().stream()
                .collect(Collectors.toMap(each -> each.getKey().partition(), Map.Entry::getValue));
    }

    @Override
    public void ticks(int partition, long from, long until, Predicate<List<LoggedTick>> wantsMore) {
        TopicPartition each = new TopicPartition(topic, partition);
        consumer.assign(List.of(each));
        long begin = Objects.requireNonNullElse(
                consumer.beginningOffsets(List.of(each), BROKER_WAIT).get(each), 0L);
        consumer.seek(each, Math.max(from, begin));
        int empty = 0;
        while (consumer.position(each, BROKER_WAIT) < until) {
            List<LoggedTick> ticks = new ArrayList<>();
            var records = consumer.poll(POLL_WAIT).records(each);
            records.forEach(record -> reader.tick(record).ifPresent(ticks::add));
            if (!ticks.isEmpty() && !wantsMore.test(ticks)) {
                return;
            }
            empty = records.isEmpty() ? empty + 1 : 0;
            if (empty > POLLS_EMPTY_MAX) {
                throw new IllegalStateException("the broker sends nothing of " + each + " before offset " + until);
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
