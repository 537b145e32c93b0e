package dev.cortado.router.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.decide.ExchangeRate;
import dev.cortado.router.decide.OtherPolicy;
import dev.cortado.router.decide.Policy;
import dev.cortado.router.decide.PolicyTrial;
import dev.cortado.router.decide.Preference;
import dev.cortado.router.decide.TenantRule;
import dev.cortado.router.decide.World;
import dev.cortado.router.fake.Rig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfiguredRulesTest {

    @Test
    void none_bindsNobody() {
        assertEquals(TenantRule.NONE, rules(Map.of()).of(Rig.TENANT));
    }

    @Test
    void rateOfAll_isThatOfATenantWithoutItsOwn() {
        ConfiguredRules rules = rules(Map.of(
                "policy.usd-per-utility", "0.002",
                "tenants.org.residency", "eu",
                "tenants.rich.usd-per-utility", "0.01"));

        assertEquals(rate("0.002"), rules.of(Rig.TENANT).exchangeRate());
        assertEquals(Set.of("eu"), rules.of(Rig.TENANT).residency());
        assertEquals(rate("0.01"), rules.of(Rig.tenant("rich", "project")).exchangeRate());
        assertEquals(rate("0.002"), rules.of(Rig.tenant("else", "project")).exchangeRate());
    }

    @Test
    void explorationShare_isTheProjectsElseTheOrganisations() {
        ConfiguredRules rules = rules(Map.of(
                "tenants.org.exploration-share", "0.1",
                "tenants.\"org/project\".exploration-share", "0",
                "tenants.\"org/other\".residency", "eu"));

        assertEquals(0.0, rules.of(Rig.TENANT).explorationShare());
        assertEquals(.1, rules.of(Rig.tenant("org", "other")).explorationShare());
        assertNull(rules.of(Rig.tenant("else", "project")).explorationShare());
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> rules(Map.of("tenants.org.exploration-share", "1.5")));
        assertTrue(String.valueOf(refused.getMessage()).contains("exploration-share"), refused.getMessage());
    }

    @Test
    void payingForHedges_isTheProjectsElseTheOrganisations_elseNobodys() {
        ConfiguredRules rules = rules(Map.of(
                "tenants.org.pays-for-hedges", "true",
                "tenants.\"org/project\".pays-for-hedges", "false",
                "tenants.\"org/other\".residency", "eu"));

        assertEquals(false, rules.of(Rig.TENANT).paysForHedges());
        assertEquals(true, rules.of(Rig.tenant("org", "other")).paysForHedges());
        assertNull(rules.of(Rig.tenant("else", "project")).paysForHedges());
    }

    @Test
    void preference_isTheProjectsElseTheOrganisations_eachForItself() {
        ConfiguredRules rules = rules(Map.of(
                "tenants.org.policy", "best-within-cost",
                "tenants.org.utility-min", "0.8",
                "tenants.\"org/project\".utility-min", "0.5"));

        assertEquals(
                new Preference(Policy.Name.BEST_WITHIN_COST, .5),
                rules.of(Rig.TENANT).preference());
        assertEquals(Preference.NONE, rules.of(Rig.tenant("else", "project")).preference());
        for (String wrong : new String[] {"fixed", "cheapest"}) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> rules(Map.of("tenants.org.policy", wrong)));
            assertTrue(String.valueOf(refused.getMessage()).contains("\"org\".policy"), refused.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> rules(Map.of("tenants.org.utility-min", "1.5")));
    }

    @Test
    void project_isBoundByItsOrganisationToo() {
        ConfiguredRules rules = rules(Map.of(
                "tenants.org.variants", "small,large",
                "tenants.org.residency", "eu",
                "tenants.\"org/project\".variants", "large-1,medium",
                "tenants.\"org/project\".usd-per-utility", "0.01"));

        TenantRule project = rules.of(Rig.TENANT);
        assertEquals(Set.of("eu"), project.residency());
        assertEquals(rate("0.01"), project.exchangeRate());
        assertEquals(
                Set.of("large-1"),
                Set.copyOf(World.up().catalogue.variants().stream()
                        .filter(project::allows)
                        .map(variant -> variant.id().value())
                        .toList()));
        assertNull(rules.of(Rig.tenant("org", "other")).exchangeRate());
    }

    @Test
    void trial_isTheProjectsElseTheOrganisations() {
        ConfiguredRules rules = rules(Map.of(
                "tenants.org.trial.name", "dearer",
                "tenants.org.trial.policy", "knee",
                "tenants.org.trial.usd-per-utility", "0.01",
                "tenants.org.trial.utility-min", "0.5",
                "tenants.org.trial.share", "0.2",
                "tenants.\"org/project\".trial.name", "unseen",
                "tenants.\"org/project\".trial.policy", "best-within-cost",
                "tenants.\"org/project\".trial.shadow", "true",
                "tenants.\"org/other\".residency", "eu"));

        assertEquals(
                new PolicyTrial("unseen", new OtherPolicy(Policy.Name.BEST_WITHIN_COST, null, null), 1, true),
                rules.of(Rig.TENANT).trial());
        assertEquals(
                new PolicyTrial("dearer", new OtherPolicy(Policy.Name.KNEE, rate("0.01"), .5), .2, false),
                rules.of(Rig.tenant("org", "other")).trial());
        assertNull(rules.of(Rig.tenant("else", "project")).trial());
    }

    @Test
    void trial_wrongOrHalfSet_isRefusedByKey() {
        assertTrue(refusal(trial("policy", "greedy")).contains("tenants.\"org\".trial: a policy is one of"));
        assertTrue(refusal(trial("policy", "fixed")).contains("cannot be fixed"));
        assertTrue(refusal(trial("share", "1")).contains("below 1"));
        assertTrue(refusal(trial("share", "-0.1")).contains("above 0"));
        assertTrue(refusal(trial("utility-min", "2")).contains("0 to 1"));
        assertTrue(refusal(trial("usd-per-utility", "0")).contains("above 0 USD"));
        assertTrue(refusal(trial("name", "two words")).contains("'two words'"));
        assertTrue(refusal(Map.of("tenants.org.trial.policy", "knee", "tenants.org.trial.share", "0.1"))
                .contains("name is missing"));
        assertTrue(refusal(Map.of("tenants.org.trial.policy", "knee", "tenants.org.trial.name", "a"))
                .contains("share is missing"));
    }

    /// A trial with one key otherwise.
    private static Map<String, String> trial(String key, String value) {
        Map<String, String> keys = new HashMap<>(Map.of(
                "tenants.org.trial.name", "dearer",
                "tenants.org.trial.policy", "knee",
                "tenants.org.trial.share", "0.2"));
        keys.put("tenants.org.trial." + key, value);
        return keys;
    }

    @Test
    void wrongValues_areRefusedByKey() {
        assertTrue(refusal(Map.of("tenants.org.variants", "larg")).contains("tenants.\"org\".variants names 'larg'"));
        assertTrue(refusal(Map.of("tenants.org.usd-per-utility", "0")).contains("tenants.\"org\".usd-per-utility"));
        assertTrue(
                refusal(Map.of("policy.usd-per-utility", "cheap")).contains("cortado.router.policy.usd-per-utility"));
    }

    private static String refusal(Map<String, String> keys) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> rules(keys)).getMessage());
    }

    private static ExchangeRate rate(String usd) {
        return new ExchangeRate(NanoUsd.ofUsd(usd));
    }

    private static ConfiguredRules rules(Map<String, String> keys) {
        Map<String, String> properties = new HashMap<>();
        keys.forEach((key, value) -> properties.put("cortado.router." + key, value));
        RouterConfiguration configuration = new SmallRyeConfigBuilder()
                .withMapping(RouterConfiguration.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(RouterConfiguration.class);
        return new ConfiguredRules(
                configuration.policy().usdPerUtility(), configuration.tenants(), World.up().catalogue);
    }
}
