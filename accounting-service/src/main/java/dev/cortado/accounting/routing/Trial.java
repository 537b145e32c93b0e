package dev.cortado.accounting.routing;

import dev.cortado.contracts.unit.NanoUsd;
import java.util.Optional;
import java.util.regex.Pattern;

/// Another policy that a tenant tries for requests that leave the choice to the router: it decides a share of them, or,
/// in the shadow, says of a share what it would have chosen.
///
/// @param name by which its decisions are found again: 1 to 64 letters, digits, `-`, `_` and `.`; a new one
///     for each trial
/// @param policy one of [RoutingRule#POLICIES]
/// @param perUtility what the whole utility of one answer is worth under it; above 0
/// @param utilityMin that it prefers at least, 0..1
/// @param share of the requests; above 0, and below 1 unless in the shadow
public record Trial(
        String name,
        String policy,
        Optional<NanoUsd> perUtility,
        Optional<Double> utilityMin,
        double share,
        boolean isShadow) {

    public static final String NAME_EXPECTED = "1 to 64 letters, digits, '-', '_' and '.', a new one for each trial";
    public static final String SHARE_EXPECTED =
            "above 0 and below 1, so that there is something to compare with; in the shadow at most 1";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /// @throws IllegalArgumentException naming what does not fit
    public Trial {
        checkedName(name);
        RoutingRule.checkedPolicy(policy);
        if (perUtility.isPresent() && perUtility.get().nanos() <= 0) {
            throw new IllegalArgumentException("an exchange rate is above 0, not " + perUtility.get());
        }
        utilityMin.ifPresent(RoutingRule::checkedShare);
        checkedShare(share, isShadow);
    }

    public static String checkedName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not a trial's name");
        }
        return name;
    }

    public static double checkedShare(double share, boolean isShadow) {
        if (!(share > 0 && share <= 1) || (share == 1 && !isShadow)) {
            throw new IllegalArgumentException(share + " is not such a share");
        }
        return share;
    }
}
