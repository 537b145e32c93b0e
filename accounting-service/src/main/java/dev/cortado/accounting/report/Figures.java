package dev.cortado.accounting.report;

import dev.cortado.contracts.unit.NanoUsd;
import java.math.BigDecimal;
import java.util.List;

/// Sums over the charges of one line.
///
/// @param requests attempts that started, as limits in requests count them
/// @param meters by the order of [Meter]; their charges sum to `charge`
/// @param charge what the tenant was charged
/// @param corrections refunds (negative) and later debits of charges
/// @param operatorCost what running it cost the operator
/// @param operatorBorne what was used but came late or did not fit: charged to nobody
/// @param profiles what prompt profiles took and saved
/// @param carriedRequests attempts whose month was closed when they came; their charges are in the next one
public record Figures(
        long requests,
        List<MeterSum> meters,
        NanoUsd charge,
        NanoUsd corrections,
        NanoUsd operatorCost,
        NanoUsd operatorBorne,
        long carriedRequests,
        NanoUsd carriedCharge,
        Profiles profiles) {

    public Figures {
        meters = List.copyOf(meters);
    }

    /// Charges after corrections, less what running cost.
    public NanoUsd margin() {
        return charge.plus(corrections).minus(operatorCost);
    }

    /// Attempts with a prompt profile.
    ///
    /// @param tokensInPrompt prompt tokens that the profiles' texts took, as far as they were counted
    /// @param tokensSaved prompt tokens that they would have taken on variants that are fine-tuned for them
    /// @param savedUsdAtMost those tokens at the price of computed prompt tokens
    /// @param savedUsdAtLeast those tokens at the price of cached ones: what they cost where
    /// the prefix is still held
    public record Profiles(
            long requests,
            long tokensInPrompt,
            long tokensSaved,
            BigDecimal savedUsdAtMost,
            BigDecimal savedUsdAtLeast) {}

    /// One meter's tokens, and its part of the charge.
    public record MeterSum(long tokens, NanoUsd charge) {}
}
