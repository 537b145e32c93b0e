package dev.cortado.router.label;

import dev.cortado.router.catalogue.Measurements.ScoredTask;
import java.util.List;
import java.util.Optional;

/// Where routers keep sets of labels. Calls block, and fail where the store is away. Sets past their time are gone.
public interface LabelStore {

    /// What comes of a draft.
    sealed interface Import {

        /// @param isNew false where a set that says the same was kept already
        record Kept(LabelSet set, boolean isNew) implements Import {}

        /// Nothing was kept: it would be more than may be.
        record NoRoom(int promptsLeft, int setsLeft) implements Import {}
    }

    /// What there is to learn from.
    ///
    /// @param revision rises with each change; 0 before the first
    /// @param tasks by the number of their set, then in the order in which they came
    record Labelled(long revision, List<ScoredTask> tasks) {
        public Labelled {
            tasks = List.copyOf(tasks);
        }
    }

    /// All of it or nothing.
    Import add(LabelDraft draft);

    /// Newest first.
    List<LabelSet> sets();

    /// @return what was deleted; empty where there is no such set
    Optional<LabelSet> delete(long number);

    /// Rises with each change; 0 before the first.
    long revision();

    /// As of one moment.
    Labelled all();
}
