package dev.cortado.router.fleet;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Rates;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One variant on one node: what it can take and how busy it is.
///
/// @param templateFixed tokens that the chat template adds to a prompt, at most
/// @param templatePerMessage tokens that it adds to each message, at most
/// @param measured rates measured on this node, null until then
public record VariantLoad(
        VariantId variant,
        boolean ready,
        TokenCount context,
        Occupancy occupancy,
        TokenCount templateFixed,
        TokenCount templatePerMessage,
        @Nullable Rates measured,
        Set<String> capabilities) {

    public VariantLoad {
        capabilities = Set.copyOf(capabilities);
    }

    public Optional<Rates> measuredRates() {
        return Optional.ofNullable(measured);
    }
}
