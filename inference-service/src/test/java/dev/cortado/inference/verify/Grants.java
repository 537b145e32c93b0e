package dev.cortado.inference.verify;

import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import java.time.Instant;
import java.util.List;

/// Grants for tests.
public final class Grants {

    public static final NodeIdentity NODE = new NodeIdentity(new NodeId("node-1"), new NodeIncarnation("life-1"));
    public static final VariantId VARIANT = new VariantId("small");
    public static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private Grants() {}

    /// 20,000 pico-USD per prompt token, 80,000 per completion token.
    public static TokenPriceList prices() {
        return prices(20_000, 80_000);
    }

    public static TokenPriceList prices(long promptPicos, long completionPicos) {
        return new TokenPriceList(
                new PriceVersion("v1"),
                new PicoUsdPerToken(promptPicos),
                new PicoUsdPerToken(promptPicos),
                PicoUsdPerToken.FREE,
                new PicoUsdPerToken(completionPicos));
    }

    public static Hold hold(LimitKind kind, long amount) {
        return new Hold(lease(kind), new CounterId(lease(kind).value()), kind, amount);
    }

    private static LeaseId lease(LimitKind kind) {
        return new LeaseId(
                switch (kind) {
                    case NANO_USD -> 1;
                    case TOKENS -> 2;
                    case REQUESTS -> 3;
                });
    }

    public static AttemptGrant grant(List<Hold> holds, long completionMax, boolean mayShorten) {
        return grant(holds, prices(), completionMax, mayShorten, NOW);
    }

    public static AttemptGrant grant(
            List<Hold> holds, TokenPriceList prices, long completionMax, boolean mayShorten, Instant now) {
        return new AttemptGrant(
                new AttemptId(ReservationId.at(now), 1),
                NODE,
                VARIANT,
                holds,
                prices,
                new CompletionWish(TokenCount.of(completionMax), mayShorten),
                new AttemptTimes(now.plusSeconds(30), now.plusSeconds(300), now.plusSeconds(306)),
                new UsageAddress(2, "org-1"),
                new SignedToken(new byte[0]));
    }

    public static AttemptGrant at(AttemptGrant grant, NodeIdentity node) {
        return new AttemptGrant(
                grant.id(),
                node,
                grant.variant(),
                grant.holds(),
                grant.prices(),
                grant.completion(),
                grant.times(),
                grant.usage(),
                grant.token());
    }
}
