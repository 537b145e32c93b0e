package dev.cortado.bench.simulation.party;

import dev.cortado.accounting.posting.LogPosition;
import dev.cortado.accounting.posting.LogPositions;
import dev.cortado.accounting.posting.LogPositions.Advice;
import dev.cortado.accounting.posting.PostingBatch;
import dev.cortado.accounting.posting.PostingOutcome;
import dev.cortado.accounting.posting.PostingRow;
import dev.cortado.accounting.posting.UsageCheck;
import dev.cortado.bench.simulation.world.VirtualProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Posts the partitions that an instance of accounting has, batch by batch, from where the books stand.
final class Poster {

    private final VirtualProcess process;
    private final DatabaseHost database;
    private final LogHost log;
    private final ConsumerGroup group;
    private final Protocol protocol;
    private LogPositions positions = new LogPositions();

    Poster(VirtualProcess process, DatabaseHost database, LogHost log, ConsumerGroup group, Protocol protocol) {
        this.process = process;
        this.database = database;
        this.log = log;
        this.group = group;
        this.protocol = protocol;
    }

    void start() {
        positions = new LogPositions();
        for (int partition = 0; partition < log.partitions(); partition++) {
            poll(partition);
        }
    }

    private void pollSoon(int partition) {
        process.after(Settings.micros(Settings.POLL_EVERY), () -> poll(partition));
    }

    private void poll(int partition) {
        if (!group.isAssigned(partition, process)) {
            positions.forget(partition);
            pollSoon(partition);
            return;
        }
        protocol.offsetApart(partition).ifPresent(offset -> positions.know(partition, offset));
        OptionalLong next = positions.next(partition);
        if (next.isEmpty()) {
            database.transact(process, (books, now) -> books.nextOffset(partition, now))
                    .whenComplete((offset, failure) -> {
                        if (failure == null) {
                            positions.know(partition, offset);
                        }
                        pollSoon(partition);
                    });
            return;
        }
        log.fetch(process, partition, next.getAsLong(), Settings.FETCH).whenComplete((records, failure) -> {
            if (failure != null || records.isEmpty()) {
                pollSoon(partition);
            } else {
                take(partition, records);
            }
        });
    }

    private void take(int partition, List<LogHost.Logged> records) {
        Advice advice = positions.advise(
                partition, records.getFirst().offset(), records.getLast().offset());
        if (!(advice instanceof Advice.TakeFrom(long from))) {
            pollSoon(partition);
            return;
        }
        List<PostingRow> rows = new ArrayList<>();
        for (LogHost.Logged record : records) {
            if (record.offset() >= from && record.content() instanceof LogHost.Usage usage) {
                rows.add(UsageCheck.check(
                        new LogPosition(partition, record.offset(), record.appendedAt()),
                        usage.permission().reservation() + "/"
                                + usage.permission().attempt(),
                        usage.payload(),
                        usage.permission(),
                        usage.metering()));
            }
        }
        LogHost.Logged last = records.getLast();
        PostingBatch batch = new PostingBatch(
                List.of(new PostingBatch.Stretch(partition, from, last.offset() + 1, last.appendedAt())), rows);
        protocol.keepOffsetApart(partition, last.offset() + 1);
        post(partition, batch, Settings.micros(Settings.LEASE_CALL) / 10);
    }

    /// A batch that the database did not answer is sent again: the offset in it tells whether it was booked.
    private void post(int partition, PostingBatch batch, long pauseMicros) {
        database.transact(process, (books, now) -> books.post(batch, now)).whenComplete((outcome, failure) -> {
            if (failure != null && protocol.retriesPosting()) {
                process.after(pauseMicros, () -> post(partition, batch, Math.min(pauseMicros * 2, 1_000_000)));
            } else if (failure != null) {
                pollSoon(partition);
            } else {
                switch (outcome) {
                    case PostingOutcome.Posted _ ->
                        positions.know(partition, batch.stretches().getFirst().next());
                    case PostingOutcome.OffsetsMoved _ -> positions.forget(partition);
                    case PostingOutcome.RowRefused(var message) -> throw new IllegalStateException(message);
                }
                pollSoon(partition);
            }
        });
    }
}
