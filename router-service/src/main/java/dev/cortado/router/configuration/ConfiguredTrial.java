package dev.cortado.router.configuration;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.decide.ExchangeRate;
import dev.cortado.router.decide.OtherPolicy;
import dev.cortado.router.decide.Policy;
import dev.cortado.router.decide.PolicyTrial;
import org.jspecify.annotations.Nullable;

/// Reads the trial of a tenant.
final class ConfiguredTrial {

    private final String prefix;
    private final TenantTrialConfiguration keys;

    /// @param prefix of the keys
    ConfiguredTrial(String prefix, TenantTrialConfiguration keys) {
        this.prefix = prefix;
        this.keys = keys;
    }

    /// Null where none of the keys is set.
    ///
    /// @throws IllegalArgumentException naming what is wrong or missing
    @Nullable
    PolicyTrial read() {
        if (!isSet()) {
            return null;
        }
        boolean isShadow = keys.shadow().orElse(false);
        try {
            return new PolicyTrial(
                    keys.name().orElseThrow(() -> missing("name")),
                    policy(),
                    keys.share().isEmpty() && isShadow ? 1.0 : keys.share().orElseThrow(() -> missing("share")),
                    isShadow);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(prefix + ": " + e.getMessage(), e);
        }
    }

    private boolean isSet() {
        return keys.name().isPresent()
                || keys.policy().isPresent()
                || keys.usdPerUtility().isPresent()
                || keys.utilityMin().isPresent()
                || keys.share().isPresent()
                || keys.shadow().isPresent();
    }

    private OtherPolicy policy() {
        String usd = keys.usdPerUtility().orElse(null);
        return new OtherPolicy(
                Policy.Name.of(keys.policy().orElseThrow(() -> missing("policy"))),
                usd == null ? null : new ExchangeRate(NanoUsd.ofUsd(usd)),
                keys.utilityMin().orElse(null));
    }

    private static IllegalArgumentException missing(String key) {
        return new IllegalArgumentException(
                key + " is missing; a trial needs name, policy and, unless it runs in the shadow, share");
    }
}
