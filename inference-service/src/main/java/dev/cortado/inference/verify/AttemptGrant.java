package dev.cortado.inference.verify;

import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import java.util.List;

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
        SignedToken token) {

    public AttemptGrant {
        holds = List.copyOf(holds);
    }
}
