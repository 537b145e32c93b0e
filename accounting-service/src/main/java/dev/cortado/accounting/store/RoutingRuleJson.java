package dev.cortado.accounting.store;

import dev.cortado.accounting.routing.RoutingRule;
import dev.cortado.accounting.routing.Trial;
import dev.cortado.contracts.unit.NanoUsd;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Routing rules as `tenant_node.routing_rule` has them.
final class RoutingRuleJson {

    private static final String VARIANTS = "variants";
    private static final String RESIDENCY = "residency";
    private static final String USD_PER_UTILITY = "usd_per_utility";
    private static final String EXPLORATION_SHARE = "exploration_share";
    private static final String PAYS_FOR_HEDGES = "pays_for_hedges";

    private static final String POLICY = "policy";
    private static final String UTILITY_MIN = "utility_min";

    private static final String ENGAGEMENT = "engagement";
    private static final String OPENED = "opened";
    private static final String CLICKED = "clicked";
    private static final String REPLIED = "replied";
    private static final String TRIAL = "trial";
    private static final String NAME = "name";
    private static final String SHARE = "share";
    private static final String SHADOW = "shadow";

    private RoutingRuleJson() {}

    static JsonObject write(RoutingRule rule) {
        JsonObject json = new JsonObject();
        if (!rule.variants().isEmpty()) {
            json.put(VARIANTS, new JsonArray(rule.variantsByName()));
        }
        rule.residency().ifPresent(label -> json.put(RESIDENCY, label));
        rule.perUtility().ifPresent(worth -> json.put(USD_PER_UTILITY, worth.toUsd()));
        rule.explorationShare().ifPresent(share -> json.put(EXPLORATION_SHARE, share));
        rule.paysForHedges().ifPresent(pays -> json.put(PAYS_FOR_HEDGES, pays));
        rule.preference().policy().ifPresent(policy -> json.put(POLICY, policy));
        rule.preference().utilityMin().ifPresent(utility -> json.put(UTILITY_MIN, utility));
        rule.trial().ifPresent(trial -> json.put(TRIAL, write(trial)));
        if (!rule.engagement().isNone()) {
            json.put(ENGAGEMENT, write(rule.engagement()));
        }
        return json;
    }

    private static JsonObject write(RoutingRule.Engagement weights) {
        JsonObject json = new JsonObject();
        weights.opened().ifPresent(weight -> json.put(OPENED, weight));
        weights.clicked().ifPresent(weight -> json.put(CLICKED, weight));
        weights.replied().ifPresent(weight -> json.put(REPLIED, weight));
        return json;
    }

    private static RoutingRule.Engagement readEngagement(JsonObject json) {
        return new RoutingRule.Engagement(
                Optional.ofNullable(json.getDouble(OPENED)),
                Optional.ofNullable(json.getDouble(CLICKED)),
                Optional.ofNullable(json.getDouble(REPLIED)));
    }

    private static JsonObject write(Trial trial) {
        JsonObject json = new JsonObject()
                .put(NAME, trial.name())
                .put(POLICY, trial.policy())
                .put(SHARE, trial.share())
                .put(SHADOW, trial.isShadow());
        trial.perUtility().ifPresent(worth -> json.put(USD_PER_UTILITY, worth.toUsd()));
        trial.utilityMin().ifPresent(utility -> json.put(UTILITY_MIN, utility));
        return json;
    }

    private static Trial readTrial(JsonObject json) {
        return new Trial(
                json.getString(NAME),
                json.getString(POLICY),
                Optional.ofNullable(json.getString(USD_PER_UTILITY)).map(NanoUsd::ofUsd),
                Optional.ofNullable(json.getDouble(UTILITY_MIN)),
                json.getDouble(SHARE),
                json.getBoolean(SHADOW));
    }

    /// @param rules objects
    static List<RoutingRule> readAll(JsonArray rules) {
        return IntStream.range(0, rules.size())
                .mapToObj(at -> read(rules.getJsonObject(at)))
                .toList();
    }

    static RoutingRule read(JsonObject json) {
        Set<String> variants = new TreeSet<>();
        json.getJsonArray(VARIANTS, new JsonArray()).forEach(name -> variants.add(String.valueOf(name)));
        return new RoutingRule(
                variants,
                Optional.ofNullable(json.getString(RESIDENCY)),
                Optional.ofNullable(json.getString(USD_PER_UTILITY)).map(NanoUsd::ofUsd),
                Optional.ofNullable(json.getDouble(EXPLORATION_SHARE)),
                Optional.ofNullable(json.getBoolean(PAYS_FOR_HEDGES)),
                new RoutingRule.Preference(
                        Optional.ofNullable(json.getString(POLICY)), Optional.ofNullable(json.getDouble(UTILITY_MIN))),
                Optional.ofNullable(json.getJsonObject(TRIAL)).map(RoutingRuleJson::readTrial),
                readEngagement(json.getJsonObject(ENGAGEMENT, new JsonObject())));
    }
}
