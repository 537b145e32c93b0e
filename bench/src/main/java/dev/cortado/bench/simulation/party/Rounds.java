package dev.cortado.bench.simulation.party;

import dev.cortado.bench.simulation.world.VirtualProcess;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.SessionId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// What an instance of accounting does by itself: ticks, and the life of sessions. A step that fails comes again.
final class Rounds {

    private final VirtualProcess process;
    private final DatabaseHost database;
    private final LogHost log;

    Rounds(VirtualProcess process, DatabaseHost database, LogHost log) {
        this.process = process;
        this.database = database;
        this.log = log;
    }

    void start() {
        process.after(Settings.micros(Settings.LIFE_INTERVAL), this::round);
    }

    private void round() {
        turn("tick", this::tick)
                .handle((_, _) -> true)
                .thenCompose(_ -> turn("sessions", this::sessionLife))
                .handle((_, _) -> true)
                .thenCompose(_ -> turn("hedges", this::refundHedges))
                .whenComplete((_, _) -> start());
    }

    private CompletionStage<Boolean> turn(String job, Supplier<CompletionStage<Boolean>> action) {
        var almost = Settings.LIFE_INTERVAL.multipliedBy(9).dividedBy(10);
        return database.transact(process, (books, now) -> books.takeTurn(job, almost, now))
                .thenCompose(ours -> ours ? action.get() : nothing());
    }

    private CompletionStage<Boolean> tick() {
        return CompletableFuture.allOf(IntStream.range(0, log.partitions())
                        .mapToObj(
                                partition -> log.append(process, partition, new LogHost.Tick(), Settings.APPEND_TIMEOUT)
                                        .toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .thenApply(_ -> true);
    }

    private CompletionStage<Boolean> sessionLife() {
        return database.transact(process, (books, now) -> books.drainOverdue(now))
                .thenCompose(_ -> database.transact(process, (books, now) -> books.toFence(Settings.FENCES_MAX, now)))
                .thenCompose(this::fenceAll)
                .thenCompose(_ -> closeAll());
    }

    private CompletionStage<Boolean> fenceAll(List<SessionId> due) {
        CompletionStage<Boolean> done = CompletableFuture.completedFuture(true);
        for (SessionId session : due) {
            done = done.thenCompose(_ -> fence(session));
        }
        return done;
    }

    /// Fences lie in the log before the books hear where.
    private CompletionStage<Boolean> fence(SessionId session) {
        SortedMap<Integer, Long> offsets = new TreeMap<>();
        CompletionStage<LogHost.Logged> appended = CompletableFuture.completedFuture(null);
        for (int i = 0; i < log.partitions(); i++) {
            int partition = i;
            appended = appended.thenCompose(_ ->
                            log.append(process, partition, new LogHost.Fence(session.value()), Settings.APPEND_TIMEOUT))
                    .thenApply(record -> {
                        offsets.put(record.partition(), record.offset());
                        return record;
                    });
        }
        return appended.thenCompose(_ -> database.transact(process, (books, now) -> {
            books.fence(session, offsets, now);
            return true;
        }));
    }

    private CompletionStage<Boolean> closeAll() {
        return database.transact(process, (books, now) -> books.closeLeases(Settings.LEASES_CLOSED_MAX, now))
                .thenCompose(closed -> closed >= Settings.LEASES_CLOSED_MAX ? closeAll() : nothing());
    }

    private CompletionStage<Boolean> refundHedges() {
        return database.transact(process, (books, now) -> books.dueHedges(Settings.HEDGES_MAX, now))
                .thenCompose(this::refundAll);
    }

    private CompletionStage<Boolean> refundAll(List<ReservationId> due) {
        CompletionStage<Boolean> done = nothing();
        for (ReservationId reservation : due) {
            done = done.thenCompose(_ -> database.transact(process, (books, now) -> {
                books.refundHedge(reservation, now);
                return true;
            }));
        }
        return done;
    }

    private static CompletionStage<Boolean> nothing() {
        return CompletableFuture.completedFuture(true);
    }
}
