package dev.cortado.accounting.http;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the books answer, which the database puts into words itself: these describe it, in `/q/openapi`. Tests hold
/// every answer to them.
public final class LedgerViews {

    private LedgerViews() {}

    /// @param month (UTC) that it is booked to
    /// @param refundedNanoUsd of the charge, all its corrections together
    public record Correction(
            long correction,
            String reservation,
            int attempt,
            String kind,
            long amountNanoUsd,
            String reason,
            Instant at,
            String month,
            long chargeNanoUsd,
            long refundedNanoUsd) {}

    /// @param limit that the credit is: hard, over all time, its cap what was paid in
    public record Credit(
            String node,
            long limit,
            long paidInNanoUsd,
            long spentNanoUsd,
            long balanceNanoUsd,
            Optional<String> balanceUsd) {}

    /// A credit just after a top-up.
    ///
    /// @param topUp its id
    public record ToppedUp(
            long topUp, String node, long limit, long paidInNanoUsd, long spentNanoUsd, long balanceNanoUsd) {}

    public record TopUp(long topUp, long amountNanoUsd, String reason, String actor, Instant at) {}

    /// @param state open or closed
    /// @param turnoverNanoUsd by kind of account, debits less credits
    /// @param carriedAttempts that came for an earlier month after it was closed
    public record Month(
            String month,
            String state,
            Optional<Instant> closedAt,
            Optional<String> closedBy,
            Map<String, Long> turnoverNanoUsd,
            long carriedAttempts,
            long carriedChargeNanoUsd) {}

    /// @param nanoUsdPerHour hardware and electricity together
    public record PoolRateView(
            String pool,
            long nanoUsdPerHour,
            long hardwareNanoUsdPerHour,
            BigDecimal watts,
            BigDecimal pue,
            long nanoUsdPerKilowattHour,
            Instant effectiveAt) {}

    /// A record of the usage log that could not be posted.
    ///
    /// @param leases that its holds were against, as far as that could be read
    /// @param held of each of these, which waits with it
    /// @param resolution how it was resolved; absent while it waits
    /// @param payload the record itself in base64, where it alone was asked for
    public record Quarantined(
            long id,
            int partition,
            long offset,
            Optional<Instant> appendedAt,
            Instant at,
            Optional<String> eventId,
            String fault,
            String detail,
            Optional<String> reservation,
            Optional<Integer> attempt,
            Optional<Long> session,
            Optional<Long> costNanoUsd,
            Optional<List<Long>> leases,
            Optional<List<Long>> held,
            int bytes,
            Optional<String> resolution,
            Optional<Instant> resolvedAt,
            Optional<String> resolvedBy,
            Optional<String> reason,
            Optional<String> payload) {}

    /// What one request cost.
    ///
    /// @param attempts the usage row of each by its columns' names, with `held` (what was held and charged of each
    ///     lease), `entries` (what it adds to the ledger) and `corrections`; what the hardware cost is shown to the
    ///     operator only
    public record Usage(String reservation, List<Map<String, Object>> attempts) {}
}
