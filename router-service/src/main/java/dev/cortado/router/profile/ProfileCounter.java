package dev.cortado.router.profile;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/// Counts what a profile adds to a prompt. Needs a node that has the variant loaded: its tokenizer and its template
/// decide.
public interface ProfileCounter {

    /// Empty where no node could count it. Never fails.
    ///
    /// @param residency labels that the node's pool must have, all of them: it is told the text
    CompletionStage<Optional<TokenCount>> count(VariantId variant, String text, Set<String> residency);
}
