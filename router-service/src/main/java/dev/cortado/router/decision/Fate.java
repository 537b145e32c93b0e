package dev.cortado.router.decision;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenCount;
import java.util.Optional;

/// What became of an attempt.
public sealed interface Fate {

    /// Not known yet: it runs, or its usage is on its way.
    record Open() implements Fate {}

    /// It ran, and cost the tenant this much.
    record Settled(NanoUsd cost, TokenUse usage, Finish finish) implements Fate {

        /// Whether it ended by itself, and so may be an answer that was delivered whole.
        boolean isWhole() {
            return switch (finish) {
                case STOP, LENGTH, BUDGET, DEADLINE, TOOL_CALLS -> true;
                case UNSPECIFIED, CANCELLED, ERROR -> false;
            };
        }

        /// How much of an answer it brought: 2 a whole one, 1 a part, 0 nothing.
        private int answered() {
            return isWhole() ? 2 : usage.completion().count() > 0 ? 1 : 0;
        }
    }

    /// It never started.
    ///
    /// @param promptTokens of its prompt, zero where the node did not count it, and in what was read
    ///     from the store
    /// @param context too short for it, zero where that is not the reason, and in what was read from
    ///     the store
    record Refused(RefusedBecause reason, TokenCount promptTokens, TokenCount context) implements Fate {

        /// One of whose prompt nothing is known.
        public Refused(RefusedBecause reason) {
            this(reason, TokenCount.ZERO, TokenCount.ZERO);
        }

        /// Whether it is known for which context the prompt is too long.
        boolean isOverlong() {
            return reason == RefusedBecause.CONTEXT_TOO_LONG && !context.equals(TokenCount.ZERO);
        }
    }

    /// Its token was never presented to a node.
    record Released() implements Fate {}

    /// Its usage did not come in time: nothing was charged.
    record Abandoned() implements Fate {}

    /// What it cost the tenant, or empty while that is open.
    default Optional<NanoUsd> charged() {
        return switch (this) {
            case Open _ -> Optional.empty();
            case Settled settled -> Optional.of(settled.cost());
            case Refused _, Released _, Abandoned _ -> Optional.of(NanoUsd.ZERO);
        };
    }

    /// What the operator bears of a hedge and the attempt beside it, once both are settled: the one that did not end by
    /// itself; where neither did, the one that brought no token; else the dearer.
    static NanoUsd borneByOperator(Fate one, Fate other) {
        if (!(one instanceof Settled a && other instanceof Settled b)) {
            return NanoUsd.ZERO;
        }
        if (a.answered() != b.answered()) {
            return a.answered() < b.answered() ? a.cost() : b.cost();
        }
        return a.cost().max(b.cost());
    }

    default boolean isOpen() {
        return this instanceof Open;
    }
}
