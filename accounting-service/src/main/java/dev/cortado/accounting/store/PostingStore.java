package dev.cortado.accounting.store;

import dev.cortado.accounting.posting.Permission;
import dev.cortado.accounting.posting.PostingBatch;
import dev.cortado.accounting.posting.PostingOutcome;
import dev.cortado.accounting.posting.PostingRow;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Posts batches by one call of `post_usage`, and keeps the offsets.
@ApplicationScoped
public class PostingStore {

    private static final String OFFSETS_MOVED = "CA001";
    private static final String PAYLOADS_MISSED = "CA002";
    private static final int STRETCH_COLUMNS = 4;

    private static final int USAGE_COLUMNS = STRETCH_COLUMNS + PostingRows.COLUMNS;
    private static final int TICK_COLUMNS = 3;

    /// One call, whose parameters are columns. Ticks are seen in the same transaction, and before: it locks sessions.
    static final String POST = "select post_usage(" + places(1, USAGE_COLUMNS) + ") from see_ticks("
            + places(USAGE_COLUMNS + 1, USAGE_COLUMNS + TICK_COLUMNS) + ")";

    static final String NOTE_RERUNS = "select note_reruns($1, $2)";
    static final String NOTE_HEDGES = "select note_hedges($1, $2, $3)";

    private final Database database;

    PostingStore(Database database) {
        this.database = database;
    }

    /// Fails only where the same batch may succeed later ([Database#isTransient]).
    public Uni<PostingOutcome> post(PostingBatch batch) {
        return call(batch, false)
                .onFailure(PostingStore::missesPayloads)
                .recoverWithUni(() -> call(batch, true))
                .map(counts -> (PostingOutcome) posted(counts))
                .onFailure(PgException.class)
                .recoverWithUni(PostingStore::refused);
    }

    private Uni<JsonObject> call(PostingBatch batch, boolean payloads) {
        return noteReruns(batch)
                .chain(() -> noteHedges(batch))
                .chain(() -> database.call(POST, parameters(batch, payloads)))
                .map(Optional::orElseThrow);
    }

    /// Before they are posted: a rerun that was noted and never posted costs nothing, one posted and not noted would
    /// be charged twice. So it is with hedges.
    private Uni<Void> noteReruns(PostingBatch batch) {
        return reruns(batch)
                .map(reruns -> database.rows(NOTE_RERUNS, reruns).replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> noteHedges(PostingBatch batch) {
        return hedges(batch)
                .map(hedges -> database.rows(NOTE_HEDGES, hedges).replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /// Parameters of [#NOTE_HEDGES]; empty where the batch has none.
    static Optional<Tuple> hedges(PostingBatch batch) {
        List<Permission> hedges = batch.rows().stream()
                .filter(PostingRow.Usage.class::isInstance)
                .map(row -> ((PostingRow.Usage) row).permission())
                .filter(permission -> permission.hedgeOf().isPresent())
                .toList();
        return hedges.isEmpty()
                ? Optional.empty()
                : Optional.of(Tuple.of(
                        hedges.stream()
                                .map(hedge -> hedge.reservation().value())
                                .toArray(UUID[]::new),
                        hedges.stream().map(Permission::attempt).toArray(Integer[]::new),
                        hedges.stream().map(hedge -> hedge.hedgeOf().getAsInt()).toArray(Integer[]::new)));
    }

    /// Parameters of [#NOTE_RERUNS]; empty where the batch has none.
    static Optional<Tuple> reruns(PostingBatch batch) {
        List<UUID> reservations = new ArrayList<>();
        List<UUID> firstRuns = new ArrayList<>();
        for (PostingRow row : batch.rows()) {
            if (row instanceof PostingRow.Usage usage) {
                Permission permission = usage.permission();
                permission.rerunOf().ifPresent(first -> {
                    reservations.add(permission.reservation().value());
                    firstRuns.add(first.value());
                });
            }
        }
        return reservations.isEmpty()
                ? Optional.empty()
                : Optional.of(Tuple.of(reservations.toArray(new UUID[0]), firstRuns.toArray(new UUID[0])));
    }

    static Tuple parameters(PostingBatch batch, boolean payloads) {
        List<PostingBatch.Stretch> stretches = batch.stretches().stream()
                .sorted(Comparator.comparingInt(PostingBatch.Stretch::partition))
                .toList();
        Tuple parameters = Tuple.tuple()
                .addValue(array(stretches, PostingBatch.Stretch::partition, new Integer[0]))
                .addValue(array(stretches, PostingBatch.Stretch::expected, new Long[0]))
                .addValue(array(stretches, PostingBatch.Stretch::next, new Long[0]))
                .addValue(array(
                        stretches, stretch -> stretch.appendedAt().atOffset(ZoneOffset.UTC), new OffsetDateTime[0]));
        PostingRows.addTo(parameters, batch.rows(), payloads);
        return SetBackStore.addTo(parameters, batch.ticks());
    }

    private static String places(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(place -> "$" + place).collect(Collectors.joining(", "));
    }

    /// The offset the books expect next; 0 for a partition they never saw.
    public Uni<Long> nextOffset(int partition) {
        return database.first("""
                        with made as (
                            insert into consumer_offset (partition, next_offset) values ($1, 0)
                            on conflict do nothing returning next_offset)
                        select next_offset from made
                        union all select next_offset from consumer_offset where partition = $1 limit 1""", Tuple.of(partition))
                .flatMap(row -> row.isPresent()
                        ? Uni.createFrom().item(row.get().getLong("next_offset"))
                        : nextOffset(partition));
    }

    private static <T> T[] array(
            List<PostingBatch.Stretch> stretches, Function<PostingBatch.Stretch, T> field, T[] form) {
        return stretches.stream().map(field).toList().toArray(form);
    }

    private static boolean missesPayloads(Throwable failure) {
        return Database.sqlState(failure).equals(Optional.of(PAYLOADS_MISSED));
    }

    static PostingOutcome.Posted posted(JsonObject counts) {
        return new PostingOutcome.Posted(
                counts.getInteger("posted"),
                counts.getInteger("duplicates"),
                counts.getInteger("late"),
                counts.getInteger("guarded"),
                counts.getInteger("quarantined"));
    }

    private static Uni<PostingOutcome> refused(Throwable failure) {
        PgException refusal = (PgException) failure;
        if (OFFSETS_MOVED.equals(refusal.getSqlState())) {
            return Uni.createFrom().item(new PostingOutcome.OffsetsMoved());
        }
        if (Database.isTransient(failure)) {
            return Uni.createFrom().failure(failure);
        }
        return Uni.createFrom()
                .item(new PostingOutcome.RowRefused(refusal.getSqlState() + " " + refusal.getErrorMessage()));
    }
}
