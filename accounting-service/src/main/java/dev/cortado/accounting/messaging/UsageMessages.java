package dev.cortado.accounting.messaging;

import com.google.protobuf.Timestamp;
import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.path.TenantPath;
import dev.cortado.accounting.posting.Charge;
import dev.cortado.accounting.posting.Hold;
import dev.cortado.accounting.posting.Metering;
import dev.cortado.accounting.posting.Permission;
import dev.cortado.accounting.pricing.Lane;
import dev.cortado.contracts.unit.BilledTokens;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.KeyId;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.contracts.unit.TeamId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.contracts.v1.AttemptToken;
import dev.cortado.contracts.v1.CountedBy;
import dev.cortado.contracts.v1.FinishReason;
import dev.cortado.contracts.v1.MeteredTokens;
import dev.cortado.contracts.v1.TokenPrices;
import dev.cortado.contracts.v1.TokenUsage;
import dev.cortado.contracts.v1.UsageEvent;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// From protobuf to records. A field out of its range throws [IllegalArgumentException] that names it.
final class UsageMessages {

    private UsageMessages() {}

    /// A token's permission. What only reports need of it may be too long to be kept: then it is cut, and the problem
    /// told, so that holds and money are known all the same.
    record Told(Permission permission, Optional<String> problem) {}

    static Told permission(AttemptToken token) {
        KeptTexts texts = new KeptTexts();
        Permission permission = permission(token, texts);
        return new Told(permission, texts.problem());
    }

    private static Permission permission(AttemptToken token, KeptTexts texts) {
        return new Permission(
                ReservationId.parse(token.getReservationId()),
                token.getAttempt(),
                new SessionId(token.getSessionId()),
                token.getHoldsList().stream()
                        .map(hold -> hold(hold.getLeaseId(), hold.getCounterId(), hold.getUnit(), hold.getAmount()))
                        .toList(),
                tenant(token.getTenant(), texts),
                new VariantId(token.getVariantId()),
                texts.kept(token.getPoolId(), "pool_id", KeptTexts.TEXT_CHARACTERS_MAX),
                lane(token.getLane()),
                prices(token.getPrices()),
                token.getUsagePartition(),
                instant(token.getPublishBy()),
                texts.metadata(token.getMetadataMap()),
                token.getRerunOf().isEmpty() ? Optional.empty() : Optional.of(ReservationId.parse(token.getRerunOf())),
                profile(token, texts),
                token.getHedgeOf() == 0 || token.getHedgeCharged()
                        ? OptionalInt.empty()
                        : OptionalInt.of(token.getHedgeOf()));
    }

    private static Optional<Permission.CarriedProfile> profile(AttemptToken token, KeptTexts texts) {
        return token.getProfileId().isEmpty()
                ? Optional.empty()
                : Optional.of(new Permission.CarriedProfile(
                        texts.kept(token.getProfileId(), "profile_id", KeptTexts.TEXT_CHARACTERS_MAX),
                        token.getProfileCovered()));
    }

    private static OptionalLong profileTokens(UsageEvent event) {
        return event.hasProfilePromptTokens()
                ? OptionalLong.of(TokenCount.of(event.getProfilePromptTokens()).count())
                : OptionalLong.empty();
    }

    static Metering metering(UsageEvent event) {
        if (event.getCostNanoUsd() < 0) {
            throw new IllegalArgumentException("cost_nano_usd must not be negative: " + event.getCostNanoUsd());
        }
        if (!Double.isFinite(event.getBusySeconds()) || event.getBusySeconds() < 0) {
            throw new IllegalArgumentException("busy_seconds must be a number from 0, not " + event.getBusySeconds());
        }
        if (event.hasEnergyJoules() && (!Double.isFinite(event.getEnergyJoules()) || event.getEnergyJoules() < 0)) {
            throw new IllegalArgumentException("energy_joules must be a number from 0, not " + event.getEnergyJoules());
        }
        return new Metering(
                tokens(event.getUsage()),
                NanoUsd.of(event.getCostNanoUsd()),
                event.getChargesList().stream()
                        .map(charge -> new Charge(
                                hold(charge.getLeaseId(), charge.getCounterId(), charge.getUnit(), charge.getHeld()),
                                charge.getCharged()))
                        .toList(),
                finishReason(event.getFinishReason()),
                event.getBusySeconds(),
                event.hasEnergyJoules() ? OptionalDouble.of(event.getEnergyJoules()) : OptionalDouble.empty(),
                profileTokens(event));
    }

    private static BilledTokens tokens(TokenUsage usage) {
        return new BilledTokens(
                TokenCount.of(usage.getPrompt().getCount()),
                countedOrNone(usage.getCachedPrompt()),
                countedOrNone(usage.getCacheWrite()),
                TokenCount.of(usage.getCompletion().getCount()));
    }

    /// What nobody counted of the cache is not charged as cached: unknown is not zero, but it lowers no price either.
    private static TokenCount countedOrNone(MeteredTokens tokens) {
        return tokens.getCountedBy() == CountedBy.COUNTED_BY_UNKNOWN
                ? TokenCount.ZERO
                : TokenCount.of(tokens.getCount());
    }

    private static Hold hold(long lease, long counter, dev.cortado.contracts.v1.LimitUnit unit, long amount) {
        return new Hold(
                new LeaseId(lease),
                new CounterId(counter),
                switch (unit) {
                    case LIMIT_UNIT_NANO_USD -> LimitUnit.NANO_USD;
                    case LIMIT_UNIT_TOKENS -> LimitUnit.TOKENS;
                    case LIMIT_UNIT_REQUESTS -> LimitUnit.REQUESTS;
                    case LIMIT_UNIT_UNSPECIFIED, UNRECOGNIZED ->
                        throw new IllegalArgumentException("a hold has no known unit");
                },
                amount);
    }

    private static TenantPath tenant(dev.cortado.contracts.v1.TenantPath path, KeptTexts texts) {
        return new TenantPath(
                new OrganisationId(path.getOrganisationId()),
                new TeamId(path.getTeamId()),
                new ProjectId(path.getProjectId()),
                path.getKeyId().isEmpty() ? Optional.empty() : Optional.of(new KeyId(path.getKeyId())),
                texts.kept(path.getSubject(), "subject", KeptTexts.TEXT_CHARACTERS_MAX));
    }

    private static Lane lane(dev.cortado.contracts.v1.Lane lane) {
        return switch (lane) {
            case LANE_REALTIME -> Lane.REALTIME;
            case LANE_BATCH -> Lane.BATCH;
            case LANE_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException("the token has no known lane");
        };
    }

    private static TokenPriceList prices(TokenPrices prices) {
        return new TokenPriceList(
                new PriceVersion(prices.getPriceVersion()),
                new PicoUsdPerToken(prices.getPromptPicoUsd()),
                new PicoUsdPerToken(prices.getCachedPromptPicoUsd()),
                new PicoUsdPerToken(prices.getCacheWritePicoUsd()),
                new PicoUsdPerToken(prices.getCompletionPicoUsd()));
    }

    private static String finishReason(FinishReason reason) {
        return switch (reason) {
            case FINISH_REASON_STOP,
                    FINISH_REASON_LENGTH,
                    FINISH_REASON_BUDGET,
                    FINISH_REASON_CANCELLED,
                    FINISH_REASON_DEADLINE,
                    FINISH_REASON_ERROR,
                    FINISH_REASON_TOOL_CALLS ->
                reason.name().substring("FINISH_REASON_".length()).toLowerCase(Locale.ROOT);
            case FINISH_REASON_UNSPECIFIED, UNRECOGNIZED -> "unknown";
        };
    }

    static Instant instant(Timestamp time) {
        try {
            return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
        } catch (java.time.DateTimeException e) {
            throw new IllegalArgumentException("a time is out of range: " + time.getSeconds() + " s", e);
        }
    }
}
