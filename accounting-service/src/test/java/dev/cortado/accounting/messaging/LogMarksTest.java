package dev.cortado.accounting.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.configuration.AccountingConfiguration;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.contracts.v1.Fence;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LogMarksTest {

    private static final String TOPIC = "usage.v1";
    private static final SessionId SESSION = new SessionId(7);

    private final FakeBroker broker = new FakeBroker();
    private final LogMarks marks = new LogMarks(broker, TOPIC);

    @Test
    void fence_liesInEveryPartition_alsoInOneThatWasAddedSinceTheyWereCounted() throws IOException {
        broker.partitions = 2;
        marks.countPartitions().await().indefinitely();
        broker.partitions = 3;

        Map<Integer, Long> offsets =
                marks.appendFences(SESSION).toCompletableFuture().join();

        assertEquals(Map.of(0, 1_000L, 1, 1_001L, 2, 1_002L), offsets);
        assertEquals(3, marks.partitions(), "routers are told of it too");
        for (ProducerRecord<byte[], byte[]> record : broker.appended) {
            assertEquals("dev.cortado.Fence", text(record, "ce_type"));
            assertEquals(
                    SESSION.value(),
                    Fence.parseFrom(Objects.requireNonNull(record.value())).getSessionId());
        }
    }

    @Test
    void brokerThatDoesNotTellItsPartitions_getsNoFence() {
        broker.partitions = 2;
        marks.countPartitions().await().indefinitely();
        broker.away = true;

        assertThrows(
                CompletionException.class,
                () -> marks.appendFences(SESSION).toCompletableFuture().join());
        assertEquals(List.of(), broker.appended, "in fewer partitions than there are it says nothing of the session");
    }

    @Test
    void fenceThatOnePartitionDoesNotTake_isNone() {
        broker.partitions = 3;
        broker.refusing = 2;

        assertThrows(
                CompletionException.class,
                () -> marks.appendFences(SESSION).toCompletableFuture().join());
    }

    /// An instance that counts from what it knew before a router was told of a new partition by another instance would
    /// fence that router's session in too few. The shortest life of a session is what it has to hear of it.
    @Test
    void whatIsKnownOfTheLogsPartitions_isYoungerThanAnySessionThatIsFenced() throws IOException {
        Properties shipped = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            shipped.load(in);
        }
        AccountingConfiguration defaults = new SmallRyeConfigBuilder()
                .withMapping(AccountingConfiguration.class)
                .build()
                .getConfigMapping(AccountingConfiguration.class);

        Duration known = Duration.ofMillis(
                Long.parseLong(shipped.getProperty("mp.messaging.outgoing.marks.metadata.max.age.ms")));

        Duration lifeMin = defaults.sessionTimeToLive().plus(defaults.sessionLifeShort());
        assertTrue(known.multipliedBy(2).compareTo(lifeMin) < 0, known + " of " + lifeMin);
    }

    private static String text(ProducerRecord<byte[], byte[]> record, String header) {
        return new String(
                Objects.requireNonNull(record.headers().lastHeader(header).value()), StandardCharsets.UTF_8);
    }

    private static final class FakeBroker implements LogMarks.Broker {

        private final List<ProducerRecord<byte[], byte[]>> appended = new ArrayList<>();
        private int partitions;
        private int refusing = -1;
        private boolean away;

        @Override
        public Uni<Integer> partitions(String topic) {
            return away
                    ? Uni.createFrom().failure(new IllegalStateException("away"))
                    : Uni.createFrom().item(partitions);
        }

        @Override
        public Uni<RecordMetadata> append(ProducerRecord<byte[], byte[]> record) {
            int partition = Objects.requireNonNull(record.partition());
            if (partition == refusing) {
                return Uni.createFrom().failure(new IllegalStateException("refused"));
            }
            appended.add(record);
            return Uni.createFrom()
                    .item(new RecordMetadata(
                            new TopicPartition(record.topic(), partition), 1_000 + partition, 0, 0, 0, 0));
        }
    }
}
