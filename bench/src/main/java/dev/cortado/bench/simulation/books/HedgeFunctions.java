package dev.cortado.bench.simulation.books;

import dev.cortado.accounting.posting.Permission;
import dev.cortado.accounting.posting.PostingBatch;
import dev.cortado.accounting.posting.PostingRow;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.ReservationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rules of `R__hedge_functions.sql`.
public class HedgeFunctions {

    private static final Set<String> ANSWERED = Set.of("stop", "length", "budget", "deadline", "tool_calls");

    protected final Tables tables;
    private final CorrectionFunctions corrections;

    public HedgeFunctions(Tables tables, CorrectionFunctions corrections) {
        this.tables = tables;
        this.corrections = corrections;
    }

    /// Notes the hedges of a batch that is about to be posted, whatever becomes of the batch.
    public void note(PostingBatch batch) {
        for (PostingRow row : batch.rows()) {
            if (row instanceof PostingRow.Usage usage
                    && usage.permission().hedgeOf().isPresent()) {
                Permission permission = usage.permission();
                tables.hedges.putIfAbsent(
                        permission.reservation().value(),
                        new HedgeRow(
                                permission.reservation(),
                                permission.attempt(),
                                permission.hedgeOf().getAsInt(),
                                false));
            }
        }
    }

    /// Reservations of which both attempts are posted and nothing was settled yet.
    public List<ReservationId> due(int most) {
        List<ReservationId> due = new ArrayList<>();
        for (HedgeRow hedge : tables.hedges.values()) {
            if (!hedge.settled() && due.size() < most && loser(hedge) != null) {
                due.add(hedge.reservation());
            }
        }
        return due;
    }

    /// Refunds what is left of the charge of the attempt that the operator bears, once; tells how much
    /// that was.
    public NanoUsd refund(ReservationId reservation, Instant now) {
        HedgeRow hedge = tables.hedges.get(reservation.value());
        UsageRow loser = hedge == null || hedge.settled() ? null : loser(hedge);
        if (hedge == null || loser == null) {
            return NanoUsd.of(0);
        }
        UsageKey key = UsageKey.of(loser.usage());
        long due = loser.charge() - tables.refunded(key);
        if (due > 0 && !corrections.refund(key, due, now)) {
            return NanoUsd.of(0);
        }
        tables.hedges.put(reservation.value(), hedge.asSettled());
        return NanoUsd.of(Math.max(due, 0));
    }

    /// The attempt that the operator bears, once both are posted: the one that did not end by itself,
    /// and so was no answer; where neither did, the one that brought no token; else the dearer.
    protected @Nullable UsageRow loser(HedgeRow hedge) {
        UsageRow first = tables.usage(hedge.beside());
        UsageRow second = tables.usage(hedge.hedge());
        if (first == null || second == null) {
            return null;
        }
        int compared = Integer.compare(answered(first), answered(second));
        if (compared == 0) {
            return first.charge() > second.charge() ? first : second;
        }
        return compared < 0 ? first : second;
    }

    private static int answered(UsageRow row) {
        var metering = row.usage().metering();
        if (ANSWERED.contains(metering.finishReason())) {
            return 2;
        }
        return metering.tokens().completion().count() > 0 ? 1 : 0;
    }
}
