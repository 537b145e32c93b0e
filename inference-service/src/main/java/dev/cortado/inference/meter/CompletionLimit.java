package dev.cortado.inference.meter;

import dev.cortado.contracts.unit.BilledTokens;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.inference.verify.AttemptGrant;
import dev.cortado.inference.verify.Hold;
import java.util.Optional;

/// How many completion tokens each choice of an attempt gets: at most what was wished, what each hold pays for, and
/// what the context
/// has
/// room for.
///
/// The context cuts silently. A hold may cut only where the token allows a shorter answer; it then leaves at least one
/// token, or the attempt is refused.
public sealed interface CompletionLimit {

    /// @param cutByHold whether a hold, rather than wish or context, set the limit
    record Allowed(TokenCount max, boolean cutByHold) implements CompletionLimit {}

    /// @param costMin what the prompt and one completion token of each choice cost
    record HoldTooSmall(NanoUsd costMin) implements CompletionLimit {}

    record ContextTooLong(int contextTokens) implements CompletionLimit {}

    /// The limit of the only choice.
    static CompletionLimit of(AttemptGrant grant, TokenCount prompt, int contextTokens) {
        return of(grant, prompt, contextTokens, 1);
    }

    /// The limit of each choice: an even share of what is wished for all and of what each hold pays beside one prompt.
    static CompletionLimit of(AttemptGrant grant, TokenCount prompt, int contextTokens, int choices) {
        long room = contextTokens - prompt.count();
        if (room < 1) {
            return new ContextTooLong(contextTokens);
        }
        long wantedEach = Math.min(grant.completion().max().count() / choices, room);
        TokenCount wanted = TokenCount.of(wantedEach * choices);
        TokenCount paid = wanted;
        for (Hold hold : grant.holds()) {
            Optional<TokenCount> within = within(hold, grant.prices(), prompt, paid);
            if (within.isEmpty()) {
                return new HoldTooSmall(costMin(grant.prices(), prompt, choices));
            }
            paid = within.get();
        }
        long paidEach = paid.count() / choices;
        boolean cut = paidEach < wantedEach;
        if (paidEach < 1 || (cut && !grant.completion().mayShorten())) {
            return new HoldTooSmall(costMin(grant.prices(), prompt, choices));
        }
        return new Allowed(TokenCount.of(paidEach), cut);
    }

    private static Optional<TokenCount> within(Hold hold, TokenPriceList prices, TokenCount prompt, TokenCount wanted) {
        return switch (hold.kind()) {
            case NANO_USD ->
                prices.completionWithin(NanoUsd.of(hold.amount()), dearest(prices, prompt, TokenCount.ZERO), wanted);
            case TOKENS ->
                hold.amount() < prompt.count()
                        ? Optional.empty()
                        : Optional.of(wanted.min(
                                TokenCount.of(Math.min(TokenCount.COUNT_MAX, hold.amount() - prompt.count()))));
            case REQUESTS -> hold.amount() < 1 ? Optional.empty() : Optional.of(wanted);
        };
    }

    private static NanoUsd costMin(TokenPriceList prices, TokenCount prompt, int choices) {
        return prices.cost(dearest(prices, prompt, TokenCount.of(choices)));
    }

    /// How much of the prompt the engine holds already is known when it starts, so the dearer price is assumed.
    private static BilledTokens dearest(TokenPriceList prices, TokenCount prompt, TokenCount completion) {
        boolean cachedIsDearer = prices.cachedPrompt().compareTo(prices.prompt()) > 0;
        return new BilledTokens(prompt, cachedIsDearer ? prompt : TokenCount.ZERO, TokenCount.ZERO, completion);
    }
}
