package dev.cortado.accounting.messaging;

import dev.cortado.accounting.posting.LogPositions;
import dev.cortado.accounting.store.OperationsStore;
import dev.cortado.accounting.store.PostingStore;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Keeps the consumer where the books stand: seeks when partitions are assigned, and when the two disagree.
@ApplicationScoped
@Identifier(UsageFetching.NAME)
public class UsageFetching implements KafkaConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(UsageFetching.class);
    static final String NAME = "usage-offsets";
    private static final String CHANNEL = "usage";
    private static final Duration BOOKS_WAIT = Duration.ofSeconds(3);
    private static final Duration BROKER_WAIT = Duration.ofSeconds(3);

    private final LogPositions positions = new LogPositions();
    private final Polling polling;
    private final UsageBooks books;
    private final String topic;

    /// The consumer, on the one thread that may use it.
    interface Polling {

        <T> Uni<T> run(Function<Consumer<byte[], byte[]>, T> work);
    }

    @Inject
    UsageFetching(
            KafkaClientService clients,
            PostingStore books,
            OperationsStore operations,
            @ConfigProperty(name = "mp.messaging.incoming.usage.topic") String topic) {
        this(new ChannelPolling(clients), UsageBooks.of(books, operations), topic);
    }

    UsageFetching(Polling polling, UsageBooks books, String topic) {
        this.polling = polling;
        this.books = books;
        this.topic = topic;
    }

    LogPositions positions() {
        return positions;
    }

    /// Runs on the polling thread. Where the books do not answer now, they are asked when the first records come.
    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            positions.forget(partition.partition());
            try {
                long next = books.nextOffset(partition.partition()).await().atMost(BOOKS_WAIT);
                long end = Objects.requireNonNullElse(
                        consumer.endOffsets(List.of(partition), BROKER_WAIT).get(partition), Long.MAX_VALUE);
                if (next > end) {
                    next = restartLog(partition, next);
                }
                positions.know(partition.partition(), next);
                consumer.seek(partition, next);
            } catch (RuntimeException e) {
                LOG.warnf("partition %d begins without its offset: %s", partition.partition(), e.toString());
            }
        }
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> positions.forget(partition.partition()));
    }

    /// Records before these are missing: fetches them, or, where the log no longer has them, goes on without. Where it
    /// has some of them, those are fetched first: what was accepted once may come to nothing, and comes again then.
    ///
    /// @return whether to go on with the records that came
    Uni<Boolean> seekOrAccept(TopicPartition partition, long expected, long first) {
        return polling.run(consumer -> {
                    long begin = Objects.requireNonNullElse(
                            consumer.beginningOffsets(List.of(partition), BROKER_WAIT)
                                    .get(partition),
                            0L);
                    if (begin > expected && begin >= first) {
                        return true;
                    }
                    consumer.seek(partition, Math.max(begin, expected));
                    return false;
                })
                .call(accepted -> accepted
                        ? books.alarm(
                                "usage_log_gap",
                                "partition " + partition.partition() + " lost the offsets " + expected + " to "
                                        + (first - 1) + " before they were posted")
                        : Uni.createFrom().voidItem());
    }

    /// Reads the offsets from the books and fetches from there.
    Uni<Void> restart(List<Integer> partitions) {
        partitions.forEach(positions::forget);
        return Uni.join()
                .all(partitions.stream()
                        .map(partition -> books.nextOffset(partition)
                                .flatMap(next -> polling.run(consumer -> {
                                    TopicPartition each = new TopicPartition(topic, partition);
                                    boolean ours = consumer.assignment().contains(each);
                                    if (ours) {
                                        positions.know(partition, next);
                                        consumer.seek(each, next);
                                    }
                                    return ours;
                                })))
                        .toList())
                .andCollectFailures()
                .replaceWithVoid();
    }

    private long restartLog(TopicPartition partition, long next) {
        LOG.errorf(
                "partition %d ends before offset %d: the log was made anew; posting from its start",
                partition.partition(), next);
        return books.restartLog(partition.partition(), next).await().atMost(BOOKS_WAIT);
    }

    private record ChannelPolling(KafkaClientService clients) implements Polling {

        @Override
        public <T> Uni<T> run(Function<Consumer<byte[], byte[]>, T> work) {
            return clients.<byte[], byte[]>getConsumer(CHANNEL).runOnPollingThread(work);
        }
    }
}
