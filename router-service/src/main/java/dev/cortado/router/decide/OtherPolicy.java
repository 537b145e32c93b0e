package dev.cortado.router.decide;

import org.jspecify.annotations.Nullable;

/// A policy for requests that leave the choice to the router (`auto`, and neither a policy nor a utility named), in
/// place of the one that the configuration has.
///
/// @param name any but a fixed one, which names a model
/// @param exchangeRate in place of the tenant's; null to keep that
/// @param utilityMin in place of the preference of `auto`, 0..1; null to keep that
public record OtherPolicy(
        Policy.Name name,
        @Nullable ExchangeRate exchangeRate,
        @Nullable Double utilityMin) {

    public OtherPolicy {
        if (name == Policy.Name.FIXED) {
            throw new IllegalArgumentException("a policy for auto cannot be " + name.word() + ", which names a model");
        }
        if (utilityMin != null && !(utilityMin >= 0 && utilityMin <= 1)) {
            throw new IllegalArgumentException("a utility is 0 to 1, not " + utilityMin);
        }
    }

    Terms over(Terms terms) {
        return exchangeRate == null ? terms : new Terms(terms.budget(), terms.shadowPrice(), exchangeRate);
    }

    PolicyDefaults over(PolicyDefaults defaults) {
        return new PolicyDefaults(utilityMin == null ? defaults.utilityMin() : utilityMin, name, defaults.congestion());
    }
}
