package dev.cortado.router.decide;

import org.jspecify.annotations.Nullable;

/// What a tenant prefers where its requests leave the choice to the router.
///
/// @param policy of `auto` where neither a policy nor a utility is named, not a fixed one; null as for all
/// @param utilityMin that `auto` prefers at least, 0..1; null as for all
public record Preference(
        Policy.@Nullable Name policy, @Nullable Double utilityMin) {

    /// As configured for all.
    public static final Preference NONE = new Preference(null, null);

    public Preference {
        if (policy == Policy.Name.FIXED) {
            throw new IllegalArgumentException(
                    "a policy for auto cannot be " + policy.word() + ", which names a model");
        }
        if (utilityMin != null && !(utilityMin >= 0 && utilityMin <= 1)) {
            throw new IllegalArgumentException("a utility is 0 to 1, not " + utilityMin);
        }
    }

    /// Of a utility alone.
    public static Preference ofUtility(double utilityMin) {
        return new Preference(null, utilityMin);
    }

    /// This one of a part, and that of the whole where it says nothing.
    Preference within(Preference whole) {
        return new Preference(
                policy == null ? whole.policy : policy, utilityMin == null ? whole.utilityMin : utilityMin);
    }

    PolicyDefaults over(PolicyDefaults defaults) {
        return new PolicyDefaults(
                utilityMin == null ? defaults.utilityMin() : utilityMin,
                policy == null ? defaults.auto() : policy,
                defaults.congestion());
    }
}
