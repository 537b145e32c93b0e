package dev.cortado.router.configuration;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.decide.ExchangeRate;
import dev.cortado.router.decide.Policy;
import dev.cortado.router.decide.Preference;
import dev.cortado.router.decide.TenantRule;
import dev.cortado.router.decide.TenantRules;
import dev.cortado.router.tenant.Tenant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rules of tenants as the configuration has them.
final class ConfiguredRules implements TenantRules {

    private final TenantRule everybody;
    private final Map<String, TenantRule> rules = new HashMap<>();

    /// @param usdPerUtility of tenants that have none of their own
    /// @throws IllegalArgumentException naming a key whose value is wrong, or names what the catalogue lacks
    ConfiguredRules(Optional<String> usdPerUtility, Map<String, TenantConfiguration> tenants, Catalogue catalogue) {
        Set<String> models = new HashSet<>(catalogue.models());
        models.remove(Catalogue.AUTO);
        everybody = new TenantRule(rate("cortado.router.policy.usd-per-utility", usdPerUtility), List.of(), Set.of());
        tenants.forEach((name, keys) -> rules.put(name, rule(name, keys, models).within(everybody)));
        for (Map.Entry<String, TenantConfiguration> each : tenants.entrySet()) {
            int slash = each.getKey().indexOf('/');
            TenantRule organisation = slash < 0 ? null : rules.get(each.getKey().substring(0, slash));
            if (organisation != null) {
                rules.put(
                        each.getKey(),
                        rule(each.getKey(), each.getValue(), models).within(organisation));
            }
        }
    }

    @Override
    public TenantRule of(Tenant tenant) {
        if (rules.isEmpty()) {
            return everybody;
        }
        String organisation = tenant.organisation().value();
        TenantRule project = rules.get(organisation + "/" + tenant.project().value());
        return project == null ? rules.getOrDefault(organisation, everybody) : project;
    }

    @Override
    public Set<String> residencyWithin(OrganisationId organisation) {
        Set<String> labels = new HashSet<>();
        rules.forEach((name, rule) -> {
            if (name.equals(organisation.value()) || name.startsWith(organisation.value() + "/")) {
                labels.addAll(rule.residency());
            }
        });
        return labels;
    }

    private static TenantRule rule(String name, TenantConfiguration keys, Set<String> models) {
        String prefix = "cortado.router.tenants.\"" + name + "\".";
        Optional<Set<String>> allowed = keys.variants().map(Set::copyOf);
        allowed.stream()
                .flatMap(Set::stream)
                .filter(variant -> !models.contains(variant))
                .findFirst()
                .ifPresent(unknown -> {
                    throw new IllegalArgumentException(prefix + "variants names '" + unknown + "'; there are "
                            + String.join(", ", models.stream().sorted().toList()));
                });
        return new TenantRule(
                rate(prefix + "usd-per-utility", keys.usdPerUtility()),
                allowed.map(List::of).orElse(List.of()),
                keys.residency().map(Set::of).orElse(Set.of()),
                share(prefix + "exploration-share", keys.explorationShare()),
                keys.paysForHedges().orElse(null),
                new ConfiguredTrial(prefix + "trial", keys.trial()).read(),
                preference(prefix, keys));
    }

    private static Preference preference(String prefix, TenantConfiguration keys) {
        try {
            return new Preference(
                    keys.policy().map(Policy.Name::of).orElse(null),
                    keys.utilityMin().orElse(null));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(prefix + "policy, " + prefix + "utility-min: " + e.getMessage(), e);
        }
    }

    private static @Nullable Double share(String key, Optional<Double> share) {
        if (share.isPresent() && !(share.get() >= 0 && share.get() <= 1)) {
            throw new IllegalArgumentException(key + ": a share is 0 to 1, not " + share.get());
        }
        return share.orElse(null);
    }

    private static @Nullable ExchangeRate rate(String key, Optional<String> usd) {
        try {
            return usd.map(amount -> new ExchangeRate(NanoUsd.ofUsd(amount))).orElse(null);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }
}
