package dev.cortado.accounting.posting;

import java.time.Instant;
import java.util.List;

/// What is posted in one transaction: stretches of partitions, and the rows and ticks found in them.
public record PostingBatch(List<Stretch> stretches, List<PostingRow> rows, List<LoggedTick> ticks) {

    /// Records of one partition without a gap, from the offset that the books expect.
    ///
    /// @param appendedAt the broker's time of the last of them
    public record Stretch(int partition, long expected, long next, Instant appendedAt) {}

    public PostingBatch {
        stretches = List.copyOf(stretches);
        rows = List.copyOf(rows);
        ticks = List.copyOf(ticks);
    }

    /// One without ticks.
    public PostingBatch(List<Stretch> stretches, List<PostingRow> rows) {
        this(stretches, rows, List.of());
    }
}
