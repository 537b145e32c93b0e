package dev.cortado.accounting.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Timestamp;
import dev.cortado.accounting.posting.LoggedTick;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.v1.Tick;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogTailTest {

    private static final String TOPIC = "usage.v1";
    private static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final LogTail tail = new LogTail(consumer, TOPIC, new UsageReader(new Signer(Map.of("k", new byte[32]))));

    @BeforeEach
    void topic() {
        consumer.updatePartitions(
                TOPIC,
                List.of(
                        new PartitionInfo(TOPIC, 0, Node.noNode(), new Node[0], new Node[0]),
                        new PartitionInfo(TOPIC, 1, Node.noNode(), new Node[0], new Node[0])));
        consumer.updateBeginningOffsets(Map.of(FIRST, 3L));
        consumer.updateEndOffsets(Map.of(FIRST, 9L, new TopicPartition(TOPIC, 1), 0L));
    }

    @Test
    void ends_areThoseOfAllPartitions() {
        assertEquals(Map.of(0, 9L, 1, 0L), tail.ends());
    }

    @Test
    void ticks_areReadBetweenTheOffsets_fromWhereTheLogBegins() {
        records(4, 8);

        List<Long> read = new ArrayList<>();
        tail.ticks(0, 0, 9, ticks -> {
            ticks.forEach(tick -> read.add(tick.number()));
            return true;
        });

        assertEquals(List.of(4L, 8L), read);
    }

    @Test
    void readingEnds_whenNoMoreIsWanted() {
        records(4);

        List<LoggedTick> read = new ArrayList<>();
        tail.ticks(0, 3, 1_000, ticks -> !read.addAll(ticks));

        assertEquals(1, read.size());
    }

    @Test
    void brokerThatSendsNothing_isAFailure() {
        assertThrows(IllegalStateException.class, () -> tail.ticks(0, 3, 9, ticks -> true));
    }

    /// Records from 3 to 8; those at these offsets are ticks.
    private void records(long... tickOffsets) {
        consumer.schedulePollTask(() -> {
            for (long offset = 3; offset < 9; offset++) {
                boolean isTick = false;
                for (long tick : tickOffsets) {
                    isTick |= tick == offset;
                }
                consumer.addRecord(record(offset, isTick ? "Tick" : "Fence"));
            }
        });
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String type) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_type", ("dev.cortado." + type).getBytes(StandardCharsets.UTF_8));
        byte[] value = Tick.newBuilder()
                .setNumber(offset)
                .setMark(UUID.randomUUID().toString())
                .setSessionsVoidBy(Timestamp.newBuilder().setSeconds(NOW.getEpochSecond()))
                .build()
                .toByteArray();
        return new ConsumerRecord<>(
                TOPIC,
                0,
                offset,
                NOW.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                value.length,
                new byte[0],
                value,
                headers,
                Optional.empty());
    }
}
