package dev.cortado.accounting.posting;

import dev.cortado.accounting.path.TenantPath;
import dev.cortado.accounting.pricing.Lane;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What a router allowed one attempt: the part of its token that money and reports depend on.
///
/// @param metadata the request's tags
/// @param rerunOf the first reservation of the same idempotency key, where this one runs it again
/// @param profile the prompt profile, where the request had one
/// @param hedgeOf the attempt of the same reservation beside which this one runs, where the tenant pays one of the two
public record Permission(
        ReservationId reservation,
        int attempt,
        SessionId session,
        List<Hold> holds,
        TenantPath tenant,
        VariantId variant,
        String pool,
        Lane lane,
        TokenPriceList prices,
        int usagePartition,
        Instant publishBy,
        Map<String, String> metadata,
        Optional<ReservationId> rerunOf,
        Optional<CarriedProfile> profile,
        OptionalInt hedgeOf) {

    /// @param id name@version
    /// @param covered the variant is fine-tuned for it: its text was left out of the prompt
    public record CarriedProfile(String id, boolean covered) {}

    public Permission {
        holds = List.copyOf(holds);
        metadata = Map.copyOf(metadata);
        if (attempt < 1) {
            throw new IllegalArgumentException("attempts count from 1, not " + attempt);
        }
        if (hedgeOf.isPresent() && (hedgeOf.getAsInt() < 1 || hedgeOf.getAsInt() == attempt)) {
            throw new IllegalArgumentException("an attempt hedges another one, not " + hedgeOf.getAsInt());
        }
        if (holds.stream().map(Hold::lease).distinct().count() != holds.size()) {
            throw new IllegalArgumentException("a lease is held twice");
        }
    }

    /// What has no prompt profile and is no hedge.
    public Permission(
            ReservationId reservation,
            int attempt,
            SessionId session,
            List<Hold> holds,
            TenantPath tenant,
            VariantId variant,
            String pool,
            Lane lane,
            TokenPriceList prices,
            int usagePartition,
            Instant publishBy,
            Map<String, String> metadata,
            Optional<ReservationId> rerunOf) {
        this(
                reservation,
                attempt,
                session,
                holds,
                tenant,
                variant,
                pool,
                lane,
                prices,
                usagePartition,
                publishBy,
                metadata,
                rerunOf,
                Optional.empty(),
                OptionalInt.empty());
    }

    /// The same as a hedge.
    ///
    /// @param beside the attempt of the same reservation beside which it runs
    public Permission hedging(int beside) {
        return new Permission(
                reservation,
                attempt,
                session,
                holds,
                tenant,
                variant,
                pool,
                lane,
                prices,
                usagePartition,
                publishBy,
                metadata,
                rerunOf,
                profile,
                OptionalInt.of(beside));
    }

    /// What is no rerun either.
    public Permission(
            ReservationId reservation,
            int attempt,
            SessionId session,
            List<Hold> holds,
            TenantPath tenant,
            VariantId variant,
            String pool,
            Lane lane,
            TokenPriceList prices,
            int usagePartition,
            Instant publishBy,
            Map<String, String> metadata) {
        this(
                reservation,
                attempt,
                session,
                holds,
                tenant,
                variant,
                pool,
                lane,
                prices,
                usagePartition,
                publishBy,
                metadata,
                Optional.empty());
    }
}
