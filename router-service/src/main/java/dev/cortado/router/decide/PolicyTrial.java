package dev.cortado.router.decide;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.tenant.RoutingRule;
import java.util.regex.Pattern;

/// Another policy that a tenant tries: it decides a share of its requests, or, in the shadow, says of a share what it
/// would have chosen while another serves.
///
/// @param name of letters, digits, `-`, `_` and `.`; trials that follow each other have names of their own
/// @param share of the requests that leave the choice to the router, above 0 and, unless in the shadow, below 1
public record PolicyTrial(String name, OtherPolicy policy, double share, boolean isShadow) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public PolicyTrial {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a trial's name has 1 to 64 letters, digits, '-', '_' and '.', not '" + name + "'");
        }
        if (!(share > 0 && share <= 1) || (share == 1 && !isShadow)) {
            throw new IllegalArgumentException("a share is above 0 and "
                    + (isShadow ? "at most 1" : "below 1, so that there is something to compare with")
                    + ", not " + share);
        }
    }

    /// What administration set.
    static PolicyTrial of(RoutingRule.Trial trial) {
        NanoUsd perUtility = trial.perUtility();
        OtherPolicy policy = new OtherPolicy(
                Policy.Name.of(trial.policy()),
                perUtility == null ? null : new ExchangeRate(perUtility),
                trial.utilityMin());
        return new PolicyTrial(trial.name(), policy, trial.share(), trial.isShadow());
    }

    /// Whether the request leaves the choice to the router.
    boolean concerns(Wishes wishes) {
        return wishes.model().equals(Catalogue.AUTO) && wishes.policy() == null && wishes.utilityMin() == null;
    }

    /// Whether the other policy has its part in the requests of this unit: the same for the same trial, always.
    boolean takes(TrialUnit unit) {
        return unit.drawFor(name) < share;
    }
}
