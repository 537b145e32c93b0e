package dev.cortado.router.decide;

/// What decides where a request says nothing.
///
/// @param utilityMin what `auto` prefers where the client demands no utility, 0..1
/// @param auto the policy of `auto` where the client demands no utility and names no policy; any but a fixed one
/// @param congestion how much dearer a full pool counts, as a share of the likely cost; from 0 up
public record PolicyDefaults(double utilityMin, Policy.Name auto, double congestion) {

    public PolicyDefaults {
        if (!(utilityMin >= 0 && utilityMin <= 1)) {
            throw new IllegalArgumentException("the default utility must be 0 to 1, not " + utilityMin);
        }
        if (auto == Policy.Name.FIXED) {
            throw new IllegalArgumentException("the policy of auto cannot be " + auto.word() + ", which names a model");
        }
        if (!(congestion >= 0 && Double.isFinite(congestion))) {
            throw new IllegalArgumentException("the price of congestion must be from 0 up, not " + congestion);
        }
    }
}
