package dev.cortado.accounting.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.accounting.configuration.AccountingConfiguration;
import dev.cortado.accounting.posting.PostingBatch;
import dev.cortado.accounting.posting.PostingOutcome;
import dev.cortado.accounting.posting.PostingRow;
import dev.cortado.contracts.signature.Signer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The poster and what fetches for it, where what comes from the broker does not follow on what is in the books.
class UsageFetchingTest {

    private static final String TOPIC = "usage.v1";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 3);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final FakeBooks books = new FakeBooks();
    private final UsageFetching fetching = new UsageFetching(new OneThread(), books, TOPIC);
    private final UsagePoster poster = new UsagePoster(
            new UsageReader(new Signer(Map.of("k", new byte[32]))),
            books,
            fetching,
            new PostingMeters(new SimpleMeterRegistry()),
            new SmallRyeConfigBuilder()
                    .withMapping(AccountingConfiguration.class)
                    .build()
                    .getConfigMapping(AccountingConfiguration.class));

    @BeforeEach
    void assign() {
        consumer.assign(List.of(PARTITION));
        logHolds(0, 20);
    }

    @Test
    void partitionThatIsAssigned_isFetchedFromWhereTheBooksStand() {
        books.next = 7;

        assigned();

        assertEquals(7, consumer.position(PARTITION));
    }

    @Test
    void gapThatTheLogStillHas_isFetched_andEachRecordIsPostedOnce() {
        books.next = 4;
        assigned();

        fetched(8, 12);

        assertEquals(List.of(), books.posted);
        assertEquals(4, consumer.position(PARTITION));

        fetched(4, 12);
        fetched(8, 14); // was on its way already
        assertEquals(offsets(4, 14), books.posted);
        assertEquals(List.of(), books.alarms);
    }

    @Test
    void gapThatTheLogHasLost_isPassedOver_andTheOperatorIsToldOnceOfWhatIsLost() {
        books.next = 4;
        assigned();
        logHolds(8, 20);

        fetched(8, 12);
        fetched(12, 14);

        assertEquals(offsets(8, 14), books.posted);
        assertEquals(14, books.next);
        assertEquals(
                List.of("usage_log_gap: partition 3 lost the offsets 4 to 7 before they were posted"), books.alarms);
    }

    @Test
    void gapOfWhichTheLogHasAPart_isFetchedFromThatPart_andOnlyTheRestIsLost() {
        books.next = 4;
        assigned();
        logHolds(6, 20);

        fetched(8, 12);

        assertEquals(List.of(), books.posted, "6 and 7 would be left out");
        assertEquals(List.of(), books.alarms, "nothing is lost yet that comes again");
        assertEquals(6, consumer.position(PARTITION));

        fetched(6, 12);
        assertEquals(offsets(6, 12), books.posted);
        assertEquals(
                List.of("usage_log_gap: partition 3 lost the offsets 4 to 5 before they were posted"), books.alarms);
    }

    @Test
    void lossThatCannotBeTold_isNotPassedOver() {
        books.next = 4;
        assigned();
        logHolds(8, 20);
        books.alarmsKept = false;

        fetched(8, 12);

        assertEquals(List.of(), books.posted);

        books.alarmsKept = true;
        fetched(8, 12);
        assertEquals(offsets(8, 12), books.posted);
        assertEquals(1, books.alarms.size());
    }

    @Test
    void logThatEndsBeforeWhereTheBooksStand_wasMadeAnew_andIsPostedFromItsStart() {
        books.next = 30;

        assigned();

        assertEquals(List.of(30L), books.restarted);
        assertEquals(0, consumer.position(PARTITION));
        fetched(0, 3);
        assertEquals(offsets(0, 3), books.posted);
    }

    @Test
    void booksThatDoNotAnswerWhenAPartitionIsAssigned_areAskedWhenRecordsCome() {
        books.next = 4;
        books.away = true;
        assigned();
        assertEquals(OptionalLong.empty(), fetching.positions().next(PARTITION.partition()));
        books.away = false;

        fetched(8, 12);

        assertEquals(List.of(), books.posted);
        assertEquals(4, consumer.position(PARTITION));
    }

    @Test
    void booksThatAnotherHasMoved_areFollowed() {
        books.next = 4;
        assigned();
        books.next = 10;

        fetched(4, 8);

        assertEquals(List.of(), books.posted);
        assertEquals(10, consumer.position(PARTITION));
        fetched(10, 12);
        assertEquals(offsets(10, 12), books.posted);
    }

    @Test
    void partitionThatIsAnothersNow_isNotSoughtIn() {
        books.next = 4;
        assigned();
        fetching.onPartitionsRevoked(consumer, List.of(PARTITION));
        assertEquals(OptionalLong.empty(), fetching.positions().next(PARTITION.partition()));
        consumer.assign(List.of());

        fetching.restart(List.of(PARTITION.partition())).await().indefinitely();

        assertEquals(OptionalLong.empty(), fetching.positions().next(PARTITION.partition()));
    }

    private void logHolds(long begin, long end) {
        consumer.updateBeginningOffsets(Map.of(PARTITION, begin));
        consumer.updateEndOffsets(Map.of(PARTITION, end));
    }

    private void assigned() {
        fetching.onPartitionsAssigned(consumer, List.of(PARTITION));
    }

    /// Records that are none of any kind known: each leaves one row in the books, in quarantine.
    private void fetched(int from, int until) {
        List<ConsumerRecord<byte[], byte[]>> records = IntStream.range(from, until)
                .mapToObj(
                        offset -> new ConsumerRecord<>(TOPIC, PARTITION.partition(), offset, new byte[0], new byte[0]))
                .toList();
        poster.post(new ConsumerRecords<>(Map.of(PARTITION, records), Map.of()))
                .await()
                .indefinitely();
    }

    private static List<Long> offsets(long from, long until) {
        return LongStream.range(from, until).boxed().toList();
    }

    private final class OneThread implements UsageFetching.Polling {

        @Override
        public <T> Uni<T> run(Function<Consumer<byte[], byte[]>, T> work) {
            return Uni.createFrom().item(() -> work.apply(consumer));
        }
    }

    /// One partition of them. As the database does, they take a batch only from where they stand.
    private static final class FakeBooks implements UsageBooks {

        private final List<Long> posted = new ArrayList<>();
        private final List<Long> restarted = new ArrayList<>();
        private final List<String> alarms = new ArrayList<>();
        private long next;
        private boolean away;
        private boolean alarmsKept = true;

        @Override
        public Uni<PostingOutcome> post(PostingBatch batch) {
            PostingBatch.Stretch stretch = batch.stretches().getFirst();
            if (stretch.expected() != next) {
                return Uni.createFrom().item(new PostingOutcome.OffsetsMoved());
            }
            batch.rows().stream()
                    .map(PostingRow.Quarantined.class::cast)
                    .forEach(row -> posted.add(row.position().offset()));
            next = stretch.next();
            return Uni.createFrom()
                    .item(new PostingOutcome.Posted(0, 0, 0, 0, batch.rows().size()));
        }

        @Override
        public Uni<Long> nextOffset(int partition) {
            return away
                    ? Uni.createFrom().failure(new IllegalStateException("away"))
                    : Uni.createFrom().item(next);
        }

        @Override
        public Uni<Long> restartLog(int partition, long former) {
            restarted.add(former);
            next = 0;
            return Uni.createFrom().item(next);
        }

        @Override
        public Uni<Void> alarm(String subject, String message) {
            if (!alarmsKept) {
                return Uni.createFrom().failure(new IllegalStateException("away"));
            }
            alarms.add(subject + ": " + message);
            return Uni.createFrom().voidItem();
        }
    }
}
