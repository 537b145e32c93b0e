package dev.cortado.router.decide;

import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.fleet.VariantLoad;
import java.util.List;
import java.util.stream.Stream;

/// What nodes said of a request's prompt that refused it as too long. Where it was counted, only a longer
/// context is taken to hold it, although another variant's vocabulary may make fewer tokens of it. Where a
/// node could only bound it, that says nothing of other variants.
public record Overlong(List<Refusal> refusals) {

    /// No node found it too long yet.
    public static final Overlong NONE = new Overlong(List.of());

    /// @param promptTokens counted by this variant's vocabulary, perhaps not all; zero where not counted
    /// @param context that it left no room in, above zero
    public record Refusal(NodeId node, VariantId variant, TokenCount promptTokens, TokenCount context) {

        private boolean isCounted() {
            return promptTokens.count() > 0;
        }

        /// Whether the node reports a longer context than the one that it refused for.
        private boolean contradicts(NodeId reporting, VariantLoad load) {
            return node.equals(reporting)
                    && variant.equals(load.variant())
                    && load.contextAtMost().compareTo(context) > 0;
        }
    }

    public Overlong {
        refusals = List.copyOf(refusals);
    }

    /// The longest context of this variant that does not do; zero where none was refused.
    TokenCount tooShort(VariantId variant) {
        return most(refusals.stream()
                .filter(refusal -> refusal.isCounted() || refusal.variant().equals(variant))
                .map(Refusal::context));
    }

    /// The most tokens that any node counted; zero where none did.
    TokenCount promptTokens() {
        return most(refusals.stream().map(Refusal::promptTokens));
    }

    /// What it surely has by the vocabulary of this variant.
    TokenCount promptTokens(VariantId variant) {
        return most(refusals.stream()
                .filter(refusal -> refusal.variant().equals(variant))
                .map(Refusal::promptTokens));
    }

    /// Whether the node's report of its context cannot be gone by, since it refused for a shorter one.
    boolean contradicts(NodeId node, VariantLoad load) {
        return refusals.stream().anyMatch(refusal -> refusal.contradicts(node, load));
    }

    private static TokenCount most(Stream<TokenCount> counts) {
        return counts.max(TokenCount::compareTo).orElse(TokenCount.ZERO);
    }
}
