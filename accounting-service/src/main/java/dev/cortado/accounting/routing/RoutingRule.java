package dev.cortado.accounting.routing;

import dev.cortado.contracts.unit.NanoUsd;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// How requests of a node of the tenant tree, and of what is below it, are routed. Routers are told it with the path;
/// what is empty says nothing.
///
/// @param variants ids of variants and names of tiers that may answer, at most 100; of nested nodes all lists bind
/// @param residency label that a pool must have; of nested nodes all labels bind
/// @param perUtility what the whole utility of one answer (0 to 1) is worth; above 0
/// @param explorationShare of the requests in which chance chooses among what meets the wishes, 0..1
/// @param paysForHedges whether both attempts of a hedged request are paid for
/// @param preference of requests that leave the choice to the router
/// @param trial of another policy for such requests; of nested nodes the innermost
/// @param engagement what engagement with an answer counts for
public record RoutingRule(
        Set<String> variants,
        Optional<String> residency,
        Optional<NanoUsd> perUtility,
        Optional<Double> explorationShare,
        Optional<Boolean> paysForHedges,
        Preference preference,
        Optional<Trial> trial,
        Engagement engagement) {

    /// The utility that an answer counts for once a reader did this, 0..1.
    public record Engagement(Optional<Double> opened, Optional<Double> clicked, Optional<Double> replied) {
        public static final Engagement NONE = new Engagement(Optional.empty(), Optional.empty(), Optional.empty());

        public Engagement {
            opened.ifPresent(RoutingRule::checkedShare);
            clicked.ifPresent(RoutingRule::checkedShare);
            replied.ifPresent(RoutingRule::checkedShare);
        }

        public boolean isNone() {
            return equals(NONE);
        }
    }

    /// What requests for `auto` prefer that name neither a policy nor a utility.
    ///
    /// @param policy one of [#POLICIES]
    /// @param utilityMin that they prefer at least, 0..1
    public record Preference(Optional<String> policy, Optional<Double> utilityMin) {
        public static final Preference NONE = new Preference(Optional.empty(), Optional.empty());

        public Preference {
            policy.ifPresent(RoutingRule::checkedPolicy);
            utilityMin.ifPresent(RoutingRule::checkedShare);
        }
    }

    /// As routers call them; `fixed` names a model.
    public static final List<String> POLICIES = List.of("cheapest-sufficient", "knee", "best-within-cost");

    public static final int VARIANTS_MAX = 100;

    /// Says nothing.
    public static final RoutingRule NONE = new RoutingRule(
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Preference.NONE,
            Optional.empty(),
            Engagement.NONE);

    public static final String VARIANTS_EXPECTED = "at most " + VARIANTS_MAX
            + " ids of variants and names of tiers, each of 1 to 128 letters, digits and . _ : / -; null or none for all";
    public static final String RESIDENCY_EXPECTED =
            "a label of pools, 1 to 128 letters, digits and . _ : / -; null for any";
    public static final String SHARE_EXPECTED = "0 to 1; null for what is configured";
    public static final String POLICY_EXPECTED = String.join(", ", POLICIES) + "; null for what is configured";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:/-]{1,128}");

    /// @throws IllegalArgumentException naming what does not fit
    public RoutingRule {
        variants = checkedVariants(variants);
        residency.ifPresent(RoutingRule::checkedName);
        if (perUtility.isPresent() && perUtility.get().nanos() <= 0) {
            throw new IllegalArgumentException("an exchange rate is above 0, not " + perUtility.get());
        }
        explorationShare.ifPresent(RoutingRule::checkedShare);
    }

    public static Set<String> checkedVariants(Set<String> names) {
        if (names.size() > VARIANTS_MAX) {
            throw new IllegalArgumentException("there are " + names.size() + " variants");
        }
        names.forEach(RoutingRule::checkedName);
        return new TreeSet<>(names);
    }

    public static String checkedName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not a name");
        }
        return name;
    }

    public static String checkedPolicy(String policy) {
        if (!POLICIES.contains(policy)) {
            throw new IllegalArgumentException("'" + policy + "' is not a policy");
        }
        return policy;
    }

    /// A share, or a utility.
    public static double checkedShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(share + " is not between 0 and 1");
        }
        return share;
    }

    /// In the order of their names.
    public List<String> variantsByName() {
        return variants.stream().sorted().toList();
    }
}
