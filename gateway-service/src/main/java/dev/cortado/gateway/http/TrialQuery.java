package dev.cortado.gateway.http;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads which trial is asked for from a URL's query: `name`, `days`.
///
/// @param name empty for the one that is set now
/// @param since requests from then on count
record TrialQuery(String name, Instant since) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    static TrialQuery of(MultiMap query, Instant now) throws InvalidRequest {
        for (Map.Entry<String, String> each : query) {
            if (!each.getKey().equals("name") && !each.getKey().equals("days")) {
                throw new InvalidRequest(ApiError.invalid(
                        each.getKey(), "unknown_parameter", "there is no such parameter; there are name, days"));
            }
        }
        String name = query.get("name");
        if (name != null && !NAME.matcher(name).matches()) {
            throw new InvalidRequest(ApiError.invalid(
                    "name", "invalid_value", "name must be a trial's: 1 to 64 letters, digits, '-', '_' and '.'"));
        }
        return new TrialQuery(
                name == null ? "" : name, now.minus(Duration.ofDays(PolicyQuery.days(query.get("days")))));
    }
}
