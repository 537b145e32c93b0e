package dev.cortado.inference.meter;

import dev.cortado.contracts.unit.BilledTokens;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.inference.verify.Hold;
import java.util.List;

/// What an attempt is charged against one lease, never more than its hold.
public record Charge(Hold hold, long charged) {

    /// The charges of an attempt that started: its cost, its tokens, or one request.
    public static List<Charge> of(List<Hold> holds, NanoUsd cost, BilledTokens tokens) {
        return holds.stream()
                .map(hold -> new Charge(hold, Math.min(hold.amount(), amount(hold, cost, tokens))))
                .toList();
    }

    private static long amount(Hold hold, NanoUsd cost, BilledTokens tokens) {
        return switch (hold.kind()) {
            case NANO_USD -> cost.nanos();
            case TOKENS -> tokens.total().count();
            case REQUESTS -> 1;
        };
    }
}
