package dev.cortado.accounting.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.posting.Fault;
import dev.cortado.accounting.posting.LogPosition;
import dev.cortado.accounting.posting.LogPositions;
import dev.cortado.accounting.posting.Payload;
import dev.cortado.accounting.posting.PostingBatch;
import dev.cortado.accounting.posting.PostingOutcome;
import dev.cortado.accounting.posting.PostingRow;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchPostingTest {

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final int PARTITION = 3;

    private final LogPositions positions = new LogPositions();
    private final List<Long> booked = new ArrayList<>();
    private final List<PostingRow.Quarantined> rows = new ArrayList<>();
    private final List<Integer> restarted = new ArrayList<>();
    /// Rows that the books refuse.
    private Predicate<PostingRow.Quarantined> poison = _ -> false;
    /// Another poster has posted up to here.
    private long others;

    private final BatchPosting posting = new BatchPosting(
            this::post,
            partitions -> {
                restarted.addAll(partitions);
                partitions.forEach(partition -> positions.know(partition, others));
                return Uni.createFrom().voidItem();
            },
            positions,
            new PostingMeters(new SimpleMeterRegistry()));

    @Test
    void rowThatIsRefusedWithWhatIsToldOfIt_isKeptBare_andWhatIsBehindItGoesOn() {
        positions.know(PARTITION, 0);
        poison = row -> row.position().offset() == 5 && !row.eventId().isEmpty();

        assertTrue(post(0, 10));

        assertEquals(IntStream.range(0, 10).mapToObj(Long::valueOf).toList(), booked);
        assertEquals("", rows.get(5).eventId());
        assertEquals(1, rows.get(5).payload().bytes().length, "its bytes are kept");
        assertEquals("id 6", rows.get(6).eventId());
    }

    @Test
    void rowThatIsRefusedEvenBare_isAFailureThatIsTold() {
        positions.know(PARTITION, 0);
        poison = _ -> true;

        assertThrows(IllegalStateException.class, () -> post(0, 1));
    }

    @Test
    void anotherPosterMovesTheOffsetsBetweenTheHalves_leavesNoGap() {
        positions.know(PARTITION, 0);
        others = 3;
        poison = row -> row.position().offset() == 8;

        assertFalse(post(0, 10), "all is to be read again");

        assertEquals(List.of(), booked, "the second half alone would leave out what is between");
        assertEquals(List.of(PARTITION), restarted);
    }

    private boolean post(int from, int until) {
        return posting.post(IntStream.range(from, until)
                        .mapToObj(offset -> new LogRecord(PARTITION, offset, NOW, Optional.of(row(offset))))
                        .toList())
                .await()
                .indefinitely();
    }

    private static PostingRow row(long offset) {
        return new PostingRow.Quarantined(
                new LogPosition(PARTITION, offset, NOW),
                "id " + offset,
                new Payload(new byte[] {1}),
                Fault.UNREADABLE,
                "no event",
                Optional.empty(),
                Optional.empty());
    }

    /// As the database does: all or nothing, and only from where the books stand. A refused row is found first.
    private Uni<PostingOutcome> post(PostingBatch batch) {
        List<PostingRow.Quarantined> all =
                batch.rows().stream().map(PostingRow.Quarantined.class::cast).toList();
        if (all.stream().anyMatch(poison)) {
            return Uni.createFrom().item(new PostingOutcome.RowRefused("refused"));
        }
        if (batch.stretches().getFirst().expected() != Math.max(others, booked.size())) {
            return Uni.createFrom().item(new PostingOutcome.OffsetsMoved());
        }
        all.forEach(row -> {
            rows.add(row);
            booked.add(row.position().offset());
        });
        return Uni.createFrom().item(new PostingOutcome.Posted(0, 0, 0, 0, all.size()));
    }
}
