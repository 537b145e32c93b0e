package dev.cortado.router.decide;

import dev.cortado.router.catalogue.Pool;
import dev.cortado.router.catalogue.Variant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Why a candidate is never taken, whatever it is worth and costs.
///
/// @param because in words, for the explanation
public record Bar(Kind kind, String because) {

    static final String NOT_ALLOWED = "not allowed to this tenant";
    static final String OUTSIDE = "outside residency ";

    /// What bars it.
    public enum Kind {
        /// The tenant may not use the variant.
        VARIANT,
        /// The pool lacks a label that the tenant or the request demands.
        RESIDENCY
    }

    static Optional<Bar> of(TenantRule rule, Wishes wishes, Variant variant, Pool pool) {
        if (!rule.allows(variant)) {
            return Optional.of(new Bar(Kind.VARIANT, NOT_ALLOWED));
        }
        Set<String> lacking = new TreeSet<>(rule.residency());
        if (!wishes.residency().isEmpty()) {
            lacking.add(wishes.residency());
        }
        lacking.removeAll(pool.labels());
        return lacking.isEmpty()
                ? Optional.empty()
                : Optional.of(new Bar(Kind.RESIDENCY, OUTSIDE + String.join(", ", lacking)));
    }
}
