package dev.cortado.accounting.predictor;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// The routers' sets of labels. A call fails where no router answers.
public interface LabelBook {

    /// What comes of an import: a whole set, or nothing.
    sealed interface Import {

        record Kept(LabelViews.LabelSetKept kept) implements Import {}

        /// The routers' catalogue lacks these.
        record UnknownVariants(List<String> variants) implements Import {
            public UnknownVariants {
                variants = List.copyOf(variants);
            }
        }

        /// It would be more than routers keep.
        record NoRoom(int promptsLeft, int setsLeft) implements Import {}
    }

    /// To add what is kept already changes nothing.
    CompletionStage<Import> add(String name, List<LabelledPrompt> prompts);

    CompletionStage<LabelViews> list();

    /// @return what was deleted; empty where there is no such set
    CompletionStage<Optional<LabelViews.LabelSet>> delete(long number);
}
