package dev.cortado.gateway.http;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.gateway.route.Nearest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The error of wishes that nothing meets together: it names what comes nearest, and what to send to get it.
final class UnmetWishes {

    private UnmetWishes() {}

    /// @param nearest null where no node could answer now
    static ApiError error(String code, String message, @Nullable Nearest nearest) {
        if (nearest == null) {
            return ApiError.of(422, ApiError.INVALID, code, message);
        }
        Map<String, String> send = new LinkedHashMap<>();
        Double utility = nearest.sendUtilityMin();
        if (utility != null) {
            send.put("utility_min", BigDecimal.valueOf(utility).toPlainString());
        }
        NanoUsd cost = nearest.sendCostMax();
        if (cost != null) {
            send.put("cost_max_usd", cost.toUsd());
        }
        Duration latency = nearest.sendLatencyMax();
        if (latency != null) {
            send.put("latency_max_ms", Long.toString(latency.toMillis()));
        }
        List<String> instead = new ArrayList<>();
        send.forEach((wish, value) -> instead.add(wish + " " + value));
        String told = message + "; nearest is " + nearest.variant() + " in " + nearest.pool() + ", of utility "
                + ApiErrors.decimal(nearest.utility()) + " for about "
                + nearest.cost().toUsd() + " USD: send " + String.join(" and ", instead);
        ApiError error = ApiError.of(422, ApiError.INVALID, code, told)
                .withFact("nearest_variant", nearest.variant())
                .withFact("nearest_pool", nearest.pool())
                .withFact("nearest_utility", ApiErrors.decimal(nearest.utility()))
                .withFact("nearest_cost_usd", nearest.cost().toUsd())
                .withFact("nearest_latency_ms", Long.toString(nearest.latency().toMillis()));
        for (Map.Entry<String, String> wish : send.entrySet()) {
            error = error.withFact("send_" + wish.getKey(), wish.getValue());
        }
        return error;
    }
}
