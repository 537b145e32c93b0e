package dev.cortado.accounting.messaging;

import dev.cortado.accounting.posting.LogPositions;
import dev.cortado.accounting.posting.LoggedTick;
import dev.cortado.accounting.posting.PostingBatch;
import dev.cortado.accounting.posting.PostingRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A record of the usage log, and the row it leaves in the books, or the tick that it is, if any.
record LogRecord(int partition, long offset, Instant appendedAt, Optional<PostingRow> row, Optional<LoggedTick> tick) {

    LogRecord(int partition, long offset, Instant appendedAt, Optional<PostingRow> row) {
        this(partition, offset, appendedAt, row, Optional.empty());
    }

    static LogRecord of(ConsumerRecord<byte[], byte[]> record, Optional<PostingRow> row, Optional<LoggedTick> tick) {
        return new LogRecord(record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()), row, tick);
    }

    LogRecord with(Optional<PostingRow> other) {
        return new LogRecord(partition, offset, appendedAt, other, tick);
    }

    /// The records, in order within each partition, as one batch from where the books stand;
    /// empty where a partition was taken from us meanwhile.
    static Optional<PostingBatch> batch(List<LogRecord> records, LogPositions positions) {
        Map<Integer, LogRecord> last = new TreeMap<>();
        List<PostingRow> rows = new ArrayList<>();
        List<LoggedTick> ticks = new ArrayList<>();
        for (LogRecord record : records) {
            last.put(record.partition(), record);
            record.row().ifPresent(rows::add);
            record.tick().ifPresent(ticks::add);
        }
        List<PostingBatch.Stretch> stretches = new ArrayList<>();
        for (LogRecord record : last.values()) {
            OptionalLong expected = positions.next(record.partition());
            if (expected.isEmpty()) {
                return Optional.empty();
            }
            stretches.add(new PostingBatch.Stretch(
                    record.partition(), expected.getAsLong(), record.offset() + 1, record.appendedAt()));
        }
        return Optional.of(new PostingBatch(stretches, rows, ticks));
    }
}
