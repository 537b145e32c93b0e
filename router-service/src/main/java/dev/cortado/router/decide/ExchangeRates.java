package dev.cortado.router.decide;

import dev.cortado.router.tenant.Tenant;
import java.util.Optional;

/// What each tenant says that utility is worth. Asked on the request path, so it answers at once.
@FunctionalInterface
public interface ExchangeRates {

    /// Nobody said.
    ExchangeRates NONE = _ -> Optional.empty();

    Optional<ExchangeRate> of(Tenant tenant);
}
