package dev.cortado.router.label;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.CurrentCatalogue;
import java.util.List;
import java.util.Optional;

/// Takes sets of labels in, of variants that the catalogue has, and tells what is kept. Calls block.
public final class LabelRegistry {

    private final LabelStore store;
    private final CurrentCatalogue catalogue;

    public LabelRegistry(LabelStore store, CurrentCatalogue catalogue) {
        this.store = store;
        this.catalogue = catalogue;
    }

    /// What comes of an import.
    public sealed interface Outcome {

        record Taken(LabelStore.Import by) implements Outcome {}

        /// Nothing was kept.
        record UnknownVariants(List<VariantId> variants) implements Outcome {
            public UnknownVariants {
                variants = List.copyOf(variants);
            }
        }
    }

    public Outcome add(LabelDraft draft) {
        List<VariantId> unknown = draft.variants().stream()
                .filter(variant -> catalogue.now().variant(variant).isEmpty())
                .toList();
        return unknown.isEmpty() ? new Outcome.Taken(store.add(draft)) : new Outcome.UnknownVariants(unknown);
    }

    public List<LabelSet> sets() {
        return store.sets();
    }

    public Optional<LabelSet> delete(long number) {
        return store.delete(number);
    }
}
