package dev.cortado.inference.verify;

import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import java.util.List;
import java.util.OptionalLong;

/// What a router's token allows: one attempt of one variant at one node incarnation, within these holds and times.
/// Its signature has been checked.
public record AttemptGrant(
        AttemptId id,
        NodeIdentity node,
        VariantId variant,
        List<Hold> holds,
        TokenPriceList prices,
        CompletionWish completion,
        AttemptTimes times,
        UsageAddress usage,
        SignedToken token,
        CarriedProfile profile) {

    public AttemptGrant {
        holds = List.copyOf(holds);
    }

    /// A grant without a prompt profile.
    public AttemptGrant(
            AttemptId id,
            NodeIdentity node,
            VariantId variant,
            List<Hold> holds,
            TokenPriceList prices,
            CompletionWish completion,
            AttemptTimes times,
            UsageAddress usage,
            SignedToken token) {
        this(id, node, variant, holds, prices, completion, times, usage, token, CarriedProfile.NONE);
    }

    /// The same, with what its profile's text adds to a prompt.
    public AttemptGrant withProfileTokens(OptionalLong tokens) {
        return with(profile.counted(tokens));
    }

    public AttemptGrant with(CarriedProfile other) {
        return new AttemptGrant(id, node, variant, holds, prices, completion, times, usage, token, other);
    }
}
