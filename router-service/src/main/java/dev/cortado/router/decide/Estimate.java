package dev.cortado.router.decide;

import dev.cortado.contracts.unit.BilledTokens;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.router.catalogue.Rates;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.fleet.Occupancy;
import dev.cortado.router.fleet.VariantLoad;
import dev.cortado.router.hold.Rung;
import java.time.Duration;

/// What answering a request with one variant on one node would take.
///
/// Until a prompt is counted its size is only bounded: a token is at least one byte, so it has at most as many tokens
/// as bytes, plus what the chat template adds, and never more than the context holds. Ranking uses what is likely
/// (four bytes a token, a typical answer), money what is possible.
///
/// @param cost likely cost, by which candidates are ranked
/// @param costSufficient the least ceiling that surely suffices for the answer that is due
/// @param holdInFull the most that the answer can cost, whatever the ceiling
/// @param hold what to hold: at most the ceiling; at least the smallest prompt and, where it may be shortened, one
/// token
/// @param promptAtMost bound on the prompt's tokens
public record Estimate(
        NanoUsd cost,
        NanoUsd costSufficient,
        NanoUsd holdInFull,
        Rung hold,
        TokenCount promptAtMost,
        Duration latency) {

    /// Bytes of an average token of English prose under the byte-pair vocabularies in the catalogue; provisional.
    private static final int BYTES_PER_TOKEN = 4;

    static Estimate of(Wishes wishes, Variant variant, VariantLoad load, TokenPriceList prices) {
        TokenCount context = load.context();
        long template = load.templateFixed().count()
                + wishes.messageCount() * load.templatePerMessage().count();
        TokenCount promptAtMost = TokenCount.of(wishes.promptBytes() + template).min(context);
        TokenCount promptLikely = TokenCount.of(Math.ceilDiv(wishes.promptBytes(), BYTES_PER_TOKEN) + template)
                .min(promptAtMost);
        TokenCount wanted = wishes.completionMax().min(context);
        TokenCount likely = wanted.min(variant.completionTypical());
        boolean fixed = wishes.completionSetByClient();

        NanoUsd full = prices.costAtMost(promptAtMost, wanted);
        NanoUsd want = wishes.costMax() == null ? full : full.min(wishes.costMax());
        NanoUsd least = prices.costAtMost(load.templateFixed().min(context), fixed ? wanted : TokenCount.of(1));
        return new Estimate(
                prices.cost(BilledTokens.ofPromptAndCompletion(promptLikely, likely)),
                prices.costAtMost(promptAtMost, fixed ? wanted : likely),
                full,
                new Rung(want, least.min(want), promptAtMost.plus(wanted)),
                promptAtMost,
                latency(load, variant, promptLikely, likely));
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

    /// `queue + prompt / p + (completion − 1) / d`: the time until the last token, by the rates measured on the node
    /// or,
    /// until then, the catalogue's.
    private static Duration latency(VariantLoad load, Variant variant, TokenCount prompt, TokenCount completion) {
        Rates rates = load.measuredRates().orElse(variant.provisionalRates());
        double decodeSeconds = Math.max(0, completion.count() - 1) / rates.decodeTokensPerSecond();
        double prefillSeconds = prompt.count() / rates.prefillTokensPerSecond();
        Occupancy occupancy = load.occupancy();
        double typicalSeconds = variant.completionTypical().count() / rates.decodeTokensPerSecond();
        double queueSeconds = occupancy.hasFreeSlot()
                ? 0
                : typicalSeconds * (occupancy.queueDepth() + 1) / Math.max(1, occupancy.slots());
        double seconds = queueSeconds + prefillSeconds + decodeSeconds;
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
