package dev.cortado.router.decide;

import dev.cortado.router.hold.BudgetView;
import org.jspecify.annotations.Nullable;

/// What a tenant's money is worth when a request is decided.
///
/// @param budget as last seen; it only orders
/// @param shadowPrice utility that a USD of the budget buys elsewhere; 0 where the money suffices
/// @param exchangeRate what the tenant says that utility is worth, null where nobody said
public record Terms(
        BudgetView budget, double shadowPrice, @Nullable ExchangeRate exchangeRate) {

    public Terms {
        if (!(shadowPrice >= 0 && Double.isFinite(shadowPrice))) {
            throw new IllegalArgumentException("a shadow price must be from 0 up, not " + shadowPrice);
        }
    }
}
