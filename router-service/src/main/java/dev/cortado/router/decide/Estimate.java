package dev.cortado.router.decide;

import dev.cortado.contracts.unit.BilledTokens;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.router.catalogue.Rates;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.fleet.Occupancy;
import dev.cortado.router.fleet.VariantLoad;
import dev.cortado.router.hold.BudgetView;
import dev.cortado.router.hold.Rung;
import java.time.Duration;

/// What answering a request with one variant on one node would take.
///
/// Until a prompt is counted its size is only bounded: a token is at least one byte, so it has at most as many tokens
/// as bytes, plus what the chat template adds, and never more than the context holds. Ranking uses what is likely
/// (four bytes a token, a typical answer), money what is possible. The prompt counts once whatever the number of
/// choices, which are drawn side by side; their completions add up.
///
/// @param cost likely cost, by which candidates are ranked
/// @param costSufficient the least ceiling that surely suffices for the answer that is due
/// @param holdInFull the most that the answer can cost, whatever the ceiling
/// @param hold what to hold: at most the ceiling; at least the smallest prompt and, where it may be shortened, one
/// token of each choice
/// @param promptAtMost bound on the prompt's tokens
/// @param latency until a likely answer is whole
/// @param queue until it begins
/// @param runLongest from then on, with the longest prompt and the longest answer
/// @param fit whether the context can hold it
public record Estimate(
        NanoUsd cost,
        NanoUsd costSufficient,
        NanoUsd holdInFull,
        Rung hold,
        TokenCount promptAtMost,
        Duration latency,
        Duration queue,
        Duration runLongest,
        ContextFit fit) {

    /// Bytes of an average token of English prose under the byte-pair vocabularies in the catalogue; provisional.
    private static final int BYTES_PER_TOKEN = 4;

    /// @param completion tokens of a likely answer, whatever the bound
    static Estimate of(
            Wishes wishes, Candidate candidate, VariantLoad load, TokenPriceList prices, TokenCount completion) {
        Variant variant = candidate.variant();
        TokenCount context = load.contextAtMost();
        long template = load.templateTokens(wishes.messageCountFor(variant), wishes.toolCount());
        long promptBytes = wishes.promptBytesFor(variant);
        TokenCount promptAtMost = TokenCount.of(promptBytes + template).min(context);
        TokenCount promptUncut = promptUncut(promptBytes, template, candidate.overlong());
        TokenCount promptLikely = promptUncut.min(promptAtMost);
        TokenCount wantedEach = wishes.completionMax().min(context);
        TokenCount likelyEach = wantedEach.min(completion);
        TokenCount wanted = times(wantedEach, wishes.choices());
        TokenCount likely = times(likelyEach, wishes.choices());
        boolean fixed = wishes.completionSetByClient();

        NanoUsd full = prices.costAtMost(promptAtMost, wanted);
        NanoUsd want = wishes.costMax() == null ? full : full.min(wishes.costMax());
        NanoUsd least =
                prices.costAtMost(load.templateFixed().min(context), fixed ? wanted : TokenCount.of(wishes.choices()));
        Rates rates = load.measuredRates().orElse(variant.provisionalRates());
        Duration queue = queue(load.occupancy(), variant, rates);
        return new Estimate(
                prices.cost(BilledTokens.ofPromptAndCompletion(promptLikely, likely)),
                prices.costAtMost(promptAtMost, fixed ? wanted : likely),
                full,
                new Rung(want, least.min(want), sum(promptAtMost, wanted)),
                promptAtMost,
                queue.plus(run(rates, promptLikely, likelyEach)),
                queue,
                run(rates, promptAtMost, wantedEach),
                ContextFit.of(
                        variant.id(), load.context(), promptBytes, sum(promptUncut, likelyEach), candidate.overlong()));
    }

    /// What the prompt likely has, whether or not it fits; at least what a node counted.
    private static TokenCount promptUncut(long promptBytes, long template, Overlong overlong) {
        long byBytes = Math.ceilDiv(promptBytes, BYTES_PER_TOKEN) + template;
        return TokenCount.of(Math.max(byBytes, overlong.promptTokens().count()));
    }

    /// The completion tokens that a hold of this much surely pays for, at most those wanted.
    public static TokenCount completionSurely(
            TokenPriceList prices, NanoUsd hold, TokenCount promptAtMost, TokenCount wanted) {
        long low = 0;
        long high = wanted.count();
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            if (prices.costAtMost(promptAtMost, TokenCount.of(middle)).compareTo(hold) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return TokenCount.of(low);
    }

    /// Whether the budget, as last seen, surely pays for it.
    public boolean isWithin(BudgetView budget) {
        return budget.covers(hold.want());
    }

    /// `prompt / p + (completion − 1) / d`: from its beginning to the last token, by the rates measured on the node or,
    /// until then, the catalogue's.
    private static Duration run(Rates rates, TokenCount prompt, TokenCount completion) {
        double decodeSeconds = Math.max(0, completion.count() - 1) / rates.decodeTokensPerSecond();
        return seconds(prompt.count() / rates.prefillTokensPerSecond() + decodeSeconds);
    }

    /// The time until a slot is free, if every attempt before runs as long as is typical.
    private static Duration queue(Occupancy occupancy, Variant variant, Rates rates) {
        if (occupancy.hasFreeSlot()) {
            return Duration.ZERO;
        }
        double typicalSeconds = variant.completionTypical().count() / rates.decodeTokensPerSecond();
        return seconds(typicalSeconds * (occupancy.queueDepth() + 1) / Math.max(1, occupancy.slots()));
    }

    private static TokenCount times(TokenCount each, int choices) {
        return TokenCount.of(Math.min(TokenCount.COUNT_MAX, each.count() * choices));
    }

    private static TokenCount sum(TokenCount one, TokenCount other) {
        return TokenCount.of(Math.min(TokenCount.COUNT_MAX, one.count() + other.count()));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
