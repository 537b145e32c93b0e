package dev.cortado.gateway.http;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.gateway.chat.Policy;
import dev.cortado.gateway.trial.PolicyQuestion;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads which policy is to be judged from a URL's query: `policy`, `usd_per_utility`, `utility_min`, `days`.
final class PolicyQuery {

    private static final Set<String> KNOWN = Set.of("policy", "usd_per_utility", "utility_min", "days");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
    private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{0,3}");
    private static final List<String> POLICIES =
            List.of(Policy.CHEAPEST_SUFFICIENT.word(), Policy.KNEE.word(), Policy.BEST_WITHIN_COST.word());

    /// As long as decisions are kept by default.
    private static final int USUAL_DAYS = 30;

    private PolicyQuery() {}

    static PolicyQuestion of(MultiMap query, Instant now) throws InvalidRequest {
        for (Map.Entry<String, String> each : query) {
            if (!KNOWN.contains(each.getKey())) {
                throw new InvalidRequest(ApiError.invalid(
                        each.getKey(),
                        "unknown_parameter",
                        "there is no such parameter; there are policy, usd_per_utility, utility_min, days"));
            }
        }
        return new PolicyQuestion(
                policy(query.get("policy")),
                usdPerUtility(query.get("usd_per_utility")),
                utilityMin(query.get("utility_min")),
                now.minus(Duration.ofDays(days(query.get("days")))));
    }

    private static Policy policy(@Nullable String word) throws InvalidRequest {
        String named = word == null ? "" : word;
        if (!POLICIES.contains(named)) {
            throw invalid("policy", "must be one of " + String.join(", ", POLICIES) + ", not '" + named + "'");
        }
        return Policy.of(named).orElseThrow();
    }

    private static @Nullable NanoUsd usdPerUtility(@Nullable String text) throws InvalidRequest {
        if (text == null) {
            return null;
        }
        NanoUsd amount = DECIMAL.matcher(text).matches() ? NanoUsd.ofUsd(text) : NanoUsd.ZERO;
        if (amount.nanos() <= 0) {
            throw invalid("usd_per_utility", "must be a decimal number of USD above 0, such as 0.002");
        }
        return amount;
    }

    private static @Nullable Double utilityMin(@Nullable String text) throws InvalidRequest {
        if (text == null) {
            return null;
        }
        double utility = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!(utility <= 1)) {
            throw invalid("utility_min", "must be a number from 0 to 1");
        }
        return utility;
    }

    static int days(@Nullable String text) throws InvalidRequest {
        if (text == null) {
            return USUAL_DAYS;
        }
        if (!DIGITS.matcher(text).matches()) {
            throw invalid("days", "must be a number of days from 1 to 9999");
        }
        return Integer.parseInt(text);
    }

    private static InvalidRequest invalid(String name, String why) {
        return new InvalidRequest(ApiError.invalid(name, "invalid_value", name + " " + why));
    }
}
