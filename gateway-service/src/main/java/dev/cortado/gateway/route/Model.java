package dev.cortado.gateway.route;

import dev.cortado.contracts.unit.TokenPriceList;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something a request may name as its model: `auto`, a tier or a variant.
///
/// @param kind which of the three
/// @param prices null where it has none of its own, as `auto`
public record Model(
        String id,
        String kind,
        String tier,
        String variant,
        List<String> pools,
        boolean available,
        long contextTokensMax,
        double utility,
        boolean utilityProvisional,
        @Nullable TokenPriceList prices,
        String licence,
        Instant created) {

    public Model {
        pools = List.copyOf(pools);
    }
}
