package dev.cortado.accounting.messaging;

import dev.cortado.accounting.configuration.AccountingConfiguration;
import dev.cortado.accounting.posting.LogPositions;
import dev.cortado.accounting.posting.LogPositions.Advice;
import dev.cortado.accounting.store.OperationsStore;
import dev.cortado.accounting.store.PostingStore;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/// Posts the usage log: each batch in one transaction with its offsets, so that every event counts exactly once.
///
/// A row that the database refuses is quarantined, and what is behind it goes on ([BatchPosting]). A database that is
/// away is asked again, with growing pauses; meanwhile nothing further is fetched.
@ApplicationScoped
public class UsagePoster {

    private static final Logger LOG = Logger.getLogger(UsagePoster.class);
    private static final Duration RETRY_FIRST = Duration.ofMillis(50);

    private final UsageReader reader;
    private final UsageBooks books;
    private final LogPositions positions;
    private final UsageFetching fetching;
    private final PostingMeters meters;
    private final BatchPosting posting;
    private final Duration retryMax;
    private final PostingLanes lanes;

    @Inject
    UsagePoster(
            UsageReader reader,
            PostingStore books,
            OperationsStore operations,
            @Identifier(UsageFetching.NAME) UsageFetching fetching,
            PostingMeters meters,
            AccountingConfiguration configuration) {
        this(reader, UsageBooks.of(books, operations), fetching, meters, configuration);
    }

    UsagePoster(
            UsageReader reader,
            UsageBooks books,
            UsageFetching fetching,
            PostingMeters meters,
            AccountingConfiguration configuration) {
        this.reader = reader;
        this.books = books;
        this.fetching = fetching;
        this.positions = fetching.positions();
        this.meters = meters;
        this.posting = new BatchPosting(
                batch -> retrying(Uni.createFrom().deferred(() -> books.post(batch))),
                fetching::restart,
                positions,
                meters);
        this.retryMax = configuration.postingRetryMax();
        this.lanes = new PostingLanes(configuration.postingLanes());
    }

    /// Done when the batches before, in the same lanes, are in the books: while batches are posted, the next are
    /// fetched and read.
    @Incoming("usage")
    public Uni<Void> post(ConsumerRecords<byte[], byte[]> records) {
        return Uni.createFrom()
                .item(() -> read(records))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .flatMap(this::enqueue);
    }

    private Map<Integer, Map<TopicPartition, List<LogRecord>>> read(ConsumerRecords<byte[], byte[]> records) {
        Map<Integer, Map<TopicPartition, List<LogRecord>>> read = new LinkedHashMap<>();
        for (TopicPartition partition : records.partitions()) {
            read.computeIfAbsent(lanes.of(partition.partition()), lane -> new LinkedHashMap<>())
                    .put(
                            partition,
                            records.records(partition).stream()
                                    .map(record -> LogRecord.of(record, reader.read(record), reader.tick(record)))
                                    .toList());
        }
        return read;
    }

    private Uni<Void> enqueue(Map<Integer, Map<TopicPartition, List<LogRecord>>> records) {
        return Uni.join()
                .all(records.entrySet().stream()
                        .map(lane -> lanes.enter(lane.getKey(), () -> takeAll(lane.getValue())))
                        .toList())
                .andCollectFailures()
                .replaceWithVoid();
    }

    private Uni<Void> takeAll(Map<TopicPartition, List<LogRecord>> records) {
        return Uni.join()
                .all(records.entrySet().stream()
                        .map(each -> take(each.getKey(), each.getValue()))
                        .toList())
                .andFailFast()
                .map(taken -> taken.stream().flatMap(List::stream).toList())
                .flatMap(posting::post)
                .replaceWithVoid();
    }

    /// The records of a partition that come next in the books; none where they must be fetched again.
    private Uni<List<LogRecord>> take(TopicPartition partition, List<LogRecord> records) {
        long first = records.getFirst().offset();
        Advice advice =
                positions.advise(partition.partition(), first, records.getLast().offset());
        return switch (advice) {
            case Advice.TakeFrom take -> Uni.createFrom().item(from(records, take.offset()));
            case Advice.Skip skip -> Uni.createFrom().item(List.of());
            case Advice.AskBooks ask ->
                retrying(Uni.createFrom().deferred(() -> books.nextOffset(partition.partition())))
                        .invoke(next -> positions.know(partition.partition(), next))
                        .flatMap(next -> take(partition, records));
            case Advice.FetchFrom fetch ->
                fetching.seekOrAccept(partition, fetch.offset(), first)
                        .map(accepted -> accepted ? from(records, fetch.offset()) : List.of());
        };
    }

    private static List<LogRecord> from(List<LogRecord> records, long offset) {
        return records.stream().filter(record -> record.offset() >= offset).toList();
    }

    private <T> Uni<T> retrying(Uni<T> action) {
        return action.onFailure()
                .invoke(failure -> {
                    meters.failed();
                    LOG.warnf("posting waits: %s", failure.toString());
                })
                .onFailure()
                .retry()
                .withBackOff(RETRY_FIRST, retryMax)
                .indefinitely();
    }
}
