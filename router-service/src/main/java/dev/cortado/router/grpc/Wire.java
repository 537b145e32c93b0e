package dev.cortado.router.grpc;

import com.google.protobuf.Timestamp;
import dev.cortado.contracts.unit.KeyId;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.TeamId;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.v1.LeaseAmount;
import dev.cortado.contracts.v1.TenantPath;
import dev.cortado.contracts.v1.TokenPrices;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.hold.HeldAmount;
import dev.cortado.router.tenant.Bearer;
import dev.cortado.router.tenant.LimitUnit;
import dev.cortado.router.tenant.Tenant;
import java.time.Instant;

/// Translates the words that several messages share. What comes from outside and is wrong throws
/// [IllegalArgumentException].
public final class Wire {

    private Wire() {}

    public static Instant toInstant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }

    public static Timestamp ofInstant(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    public static Tenant toTenant(TenantPath path) {
        Bearer bearer = path.getKeyId().isEmpty()
                ? new Bearer.InPerson(path.getSubject())
                : new Bearer.ByKey(new KeyId(path.getKeyId()));
        return new Tenant(
                new OrganisationId(path.getOrganisationId()),
                new TeamId(path.getTeamId()),
                new ProjectId(path.getProjectId()),
                bearer);
    }

    public static TenantPath ofTenant(Tenant tenant) {
        TenantPath.Builder path = TenantPath.newBuilder()
                .setOrganisationId(tenant.organisation().value())
                .setTeamId(tenant.team().value())
                .setProjectId(tenant.project().value());
        switch (tenant.bearer()) {
            case Bearer.ByKey(KeyId key) -> path.setKeyId(key.value());
            case Bearer.InPerson(String subject) -> path.setSubject(subject);
        }
        return path.build();
    }

    /// An absent lane is realtime.
    public static Lane toLane(dev.cortado.contracts.v1.Lane lane) {
        return switch (lane) {
            case LANE_UNSPECIFIED, LANE_REALTIME -> Lane.REALTIME;
            case LANE_BATCH -> Lane.BATCH;
            case UNRECOGNIZED -> throw new IllegalArgumentException("unknown lane");
        };
    }

    public static dev.cortado.contracts.v1.Lane ofLane(Lane lane) {
        return switch (lane) {
            case REALTIME -> dev.cortado.contracts.v1.Lane.LANE_REALTIME;
            case BATCH -> dev.cortado.contracts.v1.Lane.LANE_BATCH;
        };
    }

    public static LimitUnit toUnit(dev.cortado.contracts.v1.LimitUnit unit) {
        return switch (unit) {
            case LIMIT_UNIT_NANO_USD -> LimitUnit.NANO_USD;
            case LIMIT_UNIT_TOKENS -> LimitUnit.TOKENS;
            case LIMIT_UNIT_REQUESTS -> LimitUnit.REQUESTS;
            case LIMIT_UNIT_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException("unknown limit unit");
        };
    }

    public static dev.cortado.contracts.v1.LimitUnit ofUnit(LimitUnit unit) {
        return switch (unit) {
            case NANO_USD -> dev.cortado.contracts.v1.LimitUnit.LIMIT_UNIT_NANO_USD;
            case TOKENS -> dev.cortado.contracts.v1.LimitUnit.LIMIT_UNIT_TOKENS;
            case REQUESTS -> dev.cortado.contracts.v1.LimitUnit.LIMIT_UNIT_REQUESTS;
        };
    }

    public static TokenPriceList toPrices(TokenPrices prices) {
        return new TokenPriceList(
                new PriceVersion(prices.getPriceVersion()),
                new PicoUsdPerToken(prices.getPromptPicoUsd()),
                new PicoUsdPerToken(prices.getCachedPromptPicoUsd()),
                new PicoUsdPerToken(prices.getCacheWritePicoUsd()),
                new PicoUsdPerToken(prices.getCompletionPicoUsd()));
    }

    public static TokenPrices ofPrices(TokenPriceList prices) {
        return TokenPrices.newBuilder()
                .setPriceVersion(prices.version().value())
                .setPromptPicoUsd(prices.prompt().picos())
                .setCachedPromptPicoUsd(prices.cachedPrompt().picos())
                .setCacheWritePicoUsd(prices.cacheWrite().picos())
                .setCompletionPicoUsd(prices.completion().picos())
                .build();
    }

    public static LeaseAmount ofHeld(HeldAmount held) {
        return LeaseAmount.newBuilder()
                .setLeaseId(held.lease().value())
                .setCounterId(held.counter().value())
                .setUnit(ofUnit(held.unit()))
                .setAmount(held.amount())
                .build();
    }
}
