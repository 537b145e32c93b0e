package dev.cortado.accounting.messaging;

import dev.cortado.accounting.posting.Fault;
import dev.cortado.accounting.posting.LogPositions;
import dev.cortado.accounting.posting.PostingBatch;
import dev.cortado.accounting.posting.PostingOutcome;
import dev.cortado.accounting.posting.PostingRow;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Brings records of the usage log into the books, in their order: as one batch, and where a row is refused, in halves,
/// until that row stands alone and is quarantined.
final class BatchPosting {

    private static final Logger LOG = Logger.getLogger(BatchPosting.class);

    private final Books books;
    private final Log log;
    private final LogPositions positions;
    private final PostingMeters meters;

    /// Posts a batch in one transaction, however often it has to be tried.
    interface Books {

        Uni<PostingOutcome> post(PostingBatch batch);
    }

    /// Has partitions read again from where the books stand.
    interface Log {

        Uni<Void> restart(List<Integer> partitions);
    }

    BatchPosting(Books books, Log log, LogPositions positions, PostingMeters meters) {
        this.books = books;
        this.log = log;
        this.positions = positions;
        this.meters = meters;
    }

    /// @return whether they are in the books; else they, and all behind them, are fetched again
    Uni<Boolean> post(List<LogRecord> records) {
        if (records.isEmpty()) {
            return Uni.createFrom().item(true);
        }
        var batch = LogRecord.batch(records, positions);
        if (batch.isEmpty()) {
            return Uni.createFrom().item(false);
        }
        long started = System.nanoTime();
        return books.post(batch.get()).flatMap(outcome -> switch (outcome) {
            case PostingOutcome.Posted posted -> {
                batch.get().stretches().forEach(stretch -> positions.know(stretch.partition(), stretch.next()));
                meters.posted(posted, batch.get(), System.nanoTime() - started);
                yield Uni.createFrom().item(true);
            }
            case PostingOutcome.OffsetsMoved moved -> {
                LOG.warn("another poster has moved the offsets; reading them again");
                yield log.restart(batch.get().stretches().stream()
                                .map(stretch -> stretch.partition())
                                .toList())
                        .replaceWith(false);
            }
            case PostingOutcome.RowRefused refused -> isolate(records, refused.message());
        });
    }

    /// Halves until the refused row stands alone, and quarantines it. Where the first half was not posted,
    /// since another poster has moved the offsets, the second is not either: it would leave a gap behind it.
    private Uni<Boolean> isolate(List<LogRecord> records, String message) {
        long rows = records.stream().filter(record -> record.row().isPresent()).count();
        if (rows > 1) {
            int middle = records.size() / 2;
            return post(records.subList(0, middle))
                    .flatMap(posted -> posted
                            ? post(records.subList(middle, records.size()))
                            : Uni.createFrom().item(false));
        }
        List<LogRecord> quarantined = records.stream()
                .map(record -> record.row().isEmpty() ? record : record.with(quarantine(record.row(), message)))
                .toList();
        if (quarantined.equals(records)) {
            return Uni.createFrom()
                    .failure(new IllegalStateException("the books refuse even a quarantine: " + message));
        }
        LOG.errorf("a row of the usage log is refused and quarantined: %s", message);
        return post(quarantined);
    }

    private static Optional<PostingRow> quarantine(Optional<PostingRow> row, String message) {
        return row.map(each -> switch (each) {
            case PostingRow.Usage usage ->
                new PostingRow.Quarantined(
                        usage.position(),
                        usage.eventId(),
                        usage.payload(),
                        Fault.REFUSED_BY_DATABASE,
                        message,
                        Optional.of(usage.permission()),
                        Optional.of(usage.metering().cost()));
            case PostingRow.Quarantined already -> bare(already);
        });
    }

    /// Nothing of a record but its place and its bytes, where the books refuse what is told of it: one that is read
    /// wrong must not keep what is behind it.
    private static PostingRow bare(PostingRow.Quarantined refused) {
        return new PostingRow.Quarantined(
                refused.position(),
                "",
                refused.payload(),
                refused.fault(),
                "the books refuse what is known of this record",
                Optional.empty(),
                Optional.empty());
    }
}
