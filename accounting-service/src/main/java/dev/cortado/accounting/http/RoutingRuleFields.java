package dev.cortado.accounting.http;

import dev.cortado.accounting.routing.RoutingRule;
import dev.cortado.accounting.routing.Trial;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads the fields of routing rules.
final class RoutingRuleFields {

    static final String EXPECTED =
            "variants, residency, usdPerUtility, policy, utilityMin, trial, engagement, explorationShare, paysForHedges, each of which may be absent";

    private RoutingRuleFields() {}

    static RoutingRule read(RoutingRuleResource.NewRoutingRule body) {
        return new RoutingRule(
                read("variants", RoutingRule.VARIANTS_EXPECTED, () -> variants(body.variants())),
                read(
                        "residency",
                        RoutingRule.RESIDENCY_EXPECTED,
                        () -> Optional.ofNullable(body.residency()).map(RoutingRule::checkedName)),
                Optional.ofNullable(body.usdPerUtility()).map(usd -> LedgerFields.usd("usdPerUtility", usd, 1)),
                read(
                        "explorationShare",
                        RoutingRule.SHARE_EXPECTED,
                        () -> Optional.ofNullable(body.explorationShare()).map(RoutingRule::checkedShare)),
                Optional.ofNullable(body.paysForHedges()),
                new RoutingRule.Preference(
                        read(
                                "policy",
                                RoutingRule.POLICY_EXPECTED,
                                () -> Optional.ofNullable(body.policy()).map(RoutingRule::checkedPolicy)),
                        read(
                                "utilityMin",
                                RoutingRule.SHARE_EXPECTED,
                                () -> Optional.ofNullable(body.utilityMin()).map(RoutingRule::checkedShare))),
                Optional.ofNullable(body.trial()).map(RoutingRuleFields::trial),
                Optional.ofNullable(body.engagement())
                        .map(RoutingRuleFields::engagement)
                        .orElse(RoutingRule.Engagement.NONE));
    }

    private static RoutingRule.Engagement engagement(RoutingRuleResource.NewEngagement body) {
        return new RoutingRule.Engagement(
                weight("engagement.opened", body.opened()),
                weight("engagement.clicked", body.clicked()),
                weight("engagement.replied", body.replied()));
    }

    private static Optional<Double> weight(String field, @Nullable Double weight) {
        return read(
                field,
                RoutingRule.SHARE_EXPECTED,
                () -> Optional.ofNullable(weight).map(RoutingRule::checkedShare));
    }

    private static Trial trial(RoutingRuleResource.NewTrial body) {
        String name = Fields.required("trial.name", body.name(), Trial.NAME_EXPECTED);
        String policy = Fields.required("trial.policy", body.policy(), RoutingRule.POLICY_EXPECTED);
        boolean isShadow = Boolean.TRUE.equals(body.shadow());
        double share = body.share() == null && isShadow
                ? 1
                : Fields.required("trial.share", body.share(), Trial.SHARE_EXPECTED);
        return new Trial(
                read("trial.name", Trial.NAME_EXPECTED, () -> Trial.checkedName(name)),
                read("trial.policy", RoutingRule.POLICY_EXPECTED, () -> RoutingRule.checkedPolicy(policy)),
                Optional.ofNullable(body.usdPerUtility()).map(usd -> LedgerFields.usd("trial.usdPerUtility", usd, 1)),
                read(
                        "trial.utilityMin",
                        RoutingRule.SHARE_EXPECTED,
                        () -> Optional.ofNullable(body.utilityMin()).map(RoutingRule::checkedShare)),
                read("trial.share", Trial.SHARE_EXPECTED, () -> Trial.checkedShare(share, isShadow)),
                isShadow);
    }

    private static Set<String> variants(@Nullable List<String> names) {
        if (names == null) {
            return Set.of();
        }
        if (names.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("one of them is null");
        }
        return RoutingRule.checkedVariants(new TreeSet<>(names));
    }

    private static <T> T read(String field, String expected, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.invalid(field, String.valueOf(e.getMessage()), expected));
        }
    }
}
