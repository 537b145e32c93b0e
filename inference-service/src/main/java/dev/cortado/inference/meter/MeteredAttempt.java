package dev.cortado.inference.meter;

import dev.cortado.contracts.unit.BilledTokens;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.GenerationEnd.Generated;
import dev.cortado.inference.engine.GenerationTimings;
import dev.cortado.inference.engine.TokenCounters;
import dev.cortado.inference.verify.AttemptGrant;
import java.util.List;

/// What a started attempt came to: one per started attempt, the content of its usage event and of its receipt.
///
/// @param tokens the prompt's once, the completions' of all choices together
/// @param choices how each choice ended, by index
public record MeteredAttempt(
        AttemptGrant grant,
        BilledTokens tokens,
        TokenCounters counters,
        NanoUsd cost,
        List<Charge> charges,
        FinishCause finish,
        List<FinishCause> choices,
        GenerationTimings timings,
        String errorMessage) {

    public MeteredAttempt {
        charges = List.copyOf(charges);
        choices = List.copyOf(choices);
    }

    /// Meters what was done: the prompt tokens processed and the completion tokens drawn.
    public static MeteredAttempt of(AttemptGrant grant, Generated generated, boolean cutByHold) {
        BilledTokens tokens = new BilledTokens(
                generated.promptTokens(),
                generated.cachedPromptTokens(),
                TokenCount.ZERO,
                generated.completionTokens());
        NanoUsd cost = grant.prices().cost(tokens);
        return new MeteredAttempt(
                grant,
                tokens,
                generated.counters(),
                cost,
                Charge.of(grant.holds(), cost, tokens),
                FinishCause.of(generated.cause(), cutByHold),
                generated.choices().stream()
                        .map(cause -> FinishCause.of(cause, cutByHold))
                        .toList(),
                generated.timings(),
                generated.errorMessage());
    }
}
