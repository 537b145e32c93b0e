package dev.cortado.gateway.http;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.gateway.chat.Policy;
import dev.cortado.gateway.chat.RequestedCheck;
import dev.cortado.gateway.chat.Wishes;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what a client wishes of the route, from the body's `cortado` object and from the `Cortado-*` headers. Where
/// both say something it must be the same.
final class WishesReader {

    /// Ten digits before the point, twelve behind: more than any amount or price has.
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,12})?");

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");
    private static final long LATENCY_MILLIS_MAX = 24L * 60 * 60 * 1000;
    private static final int WORD_CHARACTERS_MAX = 128;
    private static final Pattern PROFILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}(@[1-9][0-9]{0,8})?");
    private static final String PROFILE_EXPECTED =
            "must be the name of a prompt profile, or NAME@VERSION, such as brand@2";
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String LABEL_EXPECTED = "must be a label of pools, such as eu";
    private static final String POLICY_EXPECTED = "must be one of " + String.join(", ", Policy.words());
    private static final String CHECK_EXPECTED = "must be one of " + String.join(", ", RequestedCheck.words());
    private static final BigDecimal COST_MAX_USD = BigDecimal.valueOf(1_000_000_000);
    private static final int EXPONENT_MAX = 20;

    private @Nullable Double utilityMin;
    private @Nullable NanoUsd costMax;
    private @Nullable Duration latencyMax;
    private @Nullable String profile;
    private @Nullable Policy policy;
    private @Nullable String residency;
    private @Nullable RequestedCheck check;

    Wishes wishes() {
        return new Wishes(
                utilityMin,
                costMax,
                latencyMax,
                profile == null ? "" : profile,
                policy,
                residency == null ? "" : residency,
                check);
    }

    /// Reads the body's object.
    void body(JsonFields json) throws IOException, InvalidRequest {
        json.object(field -> {
            if (json.isNull()) {
                switch (field) {
                    case "utility_min",
                            "cost_max_usd",
                            "latency_max_ms",
                            "lane",
                            "profile",
                            "policy",
                            "residency",
                            "check" -> {}
                    default -> throw json.unknown();
                }
                return;
            }
            switch (field) {
                case "utility_min" -> utilityMin = json.number(0, 1);
                case "cost_max_usd" -> costMax = cost(json);
                case "latency_max_ms" -> latencyMax = Duration.ofMillis(json.integer(1, LATENCY_MILLIS_MAX));
                case "lane" -> lane(json);
                case "profile" -> profile = profile(json);
                case "policy" -> policy = policy(json);
                case "residency" -> residency = residency(json);
                case "check" -> check = check(json);
                default -> throw json.unknown();
            }
        });
    }

    private static void lane(JsonFields json) throws IOException, InvalidRequest {
        String lane = json.string(WORD_CHARACTERS_MAX);
        switch (lane) {
            case "realtime" -> {}
            case "batch" -> throw json.notServedYet();
            default -> throw json.invalid("must be 'realtime', not '" + lane + "'");
        }
    }

    private static String profile(JsonFields json) throws IOException, InvalidRequest {
        String name = json.string(WORD_CHARACTERS_MAX);
        if (!PROFILE.matcher(name).matches()) {
            throw json.invalid(PROFILE_EXPECTED);
        }
        return name;
    }

    private static String residency(JsonFields json) throws IOException, InvalidRequest {
        String label = json.string(WORD_CHARACTERS_MAX);
        if (!LABEL.matcher(label).matches()) {
            throw json.invalid(LABEL_EXPECTED);
        }
        return label;
    }

    private static Policy policy(JsonFields json) throws IOException, InvalidRequest {
        String word = json.string(WORD_CHARACTERS_MAX);
        return Policy.of(word).orElseThrow(() -> json.invalid(POLICY_EXPECTED));
    }

    private static RequestedCheck check(JsonFields json) throws IOException, InvalidRequest {
        return RequestedCheck.of(json.string(WORD_CHARACTERS_MAX)).orElseThrow(() -> json.invalid(CHECK_EXPECTED));
    }

    private static NanoUsd cost(JsonFields json) throws IOException, InvalidRequest {
        if (json.isString()) {
            String text = json.string(WORD_CHARACTERS_MAX);
            if (!DECIMAL.matcher(text).matches()) {
                throw json.invalid("must be a decimal number of USD, such as \"0.01\"");
            }
            return NanoUsd.ofUsd(text);
        }
        if (!json.isNumber()) {
            throw json.wrongType("a decimal number of USD");
        }
        BigDecimal usd = new BigDecimal(json.numberText());
        boolean handy = Math.abs((long) usd.scale()) <= EXPONENT_MAX;
        if (!handy || usd.signum() < 0 || usd.compareTo(COST_MAX_USD) > 0) {
            throw json.invalid(
                    "must be 0 to " + COST_MAX_USD.toPlainString() + " USD, written without a large exponent");
        }
        return NanoUsd.ofUsd(usd.toPlainString());
    }

    /// Reads the headers, after the body.
    void headers(MultiMap headers) throws InvalidRequest {
        String utility = one(headers, "Cortado-Utility-Min");
        if (utility != null) {
            utilityMin = same("Cortado-Utility-Min", utilityMin, utility(utility));
        }
        String cost = one(headers, "Cortado-Cost-Max-Usd");
        if (cost != null) {
            if (!DECIMAL.matcher(cost).matches()) {
                throw invalid("Cortado-Cost-Max-Usd", "must be a decimal number of USD, such as 0.01");
            }
            costMax = same("Cortado-Cost-Max-Usd", costMax, NanoUsd.ofUsd(cost));
        }
        String latency = one(headers, "Cortado-Latency-Max-Ms");
        if (latency != null) {
            latencyMax = same("Cortado-Latency-Max-Ms", latencyMax, latency(latency));
        }
        String lane = one(headers, "Cortado-Lane");
        if (lane != null && !lane.equals("realtime")) {
            throw lane.equals("batch") ? notServedYet("Cortado-Lane") : invalid("Cortado-Lane", "must be 'realtime'");
        }
        String named = one(headers, "Cortado-Profile");
        if (named != null) {
            if (!PROFILE.matcher(named).matches()) {
                throw invalid("Cortado-Profile", PROFILE_EXPECTED);
            }
            profile = same("Cortado-Profile", profile, named);
        }
        String label = one(headers, "Cortado-Residency");
        if (label != null) {
            if (!LABEL.matcher(label).matches()) {
                throw invalid("Cortado-Residency", LABEL_EXPECTED);
            }
            residency = same("Cortado-Residency", residency, label);
        }
        String word = one(headers, "Cortado-Policy");
        if (word != null) {
            Policy wished = Policy.of(word).orElseThrow(() -> invalid("Cortado-Policy", POLICY_EXPECTED));
            policy = same("Cortado-Policy", policy, wished);
        }
        String asked = one(headers, "Cortado-Check");
        if (asked != null) {
            RequestedCheck wished =
                    RequestedCheck.of(asked).orElseThrow(() -> invalid("Cortado-Check", CHECK_EXPECTED));
            check = same("Cortado-Check", check, wished);
        }
    }

    private static Double utility(String text) throws InvalidRequest {
        double value = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!(value <= 1)) {
            throw invalid("Cortado-Utility-Min", "must be a number from 0 to 1");
        }
        return value;
    }

    private static Duration latency(String text) throws InvalidRequest {
        long millis = DIGITS.matcher(text).matches() ? Long.parseLong(text) : 0;
        if (millis < 1 || millis > LATENCY_MILLIS_MAX) {
            throw invalid("Cortado-Latency-Max-Ms", "must be 1 to " + LATENCY_MILLIS_MAX);
        }
        return Duration.ofMillis(millis);
    }

    private static <T> T same(String header, @Nullable T ofBody, T ofHeader) throws InvalidRequest {
        if (ofBody != null && !ofBody.equals(ofHeader)) {
            throw invalid(header, "says something else than the body's 'cortado' object");
        }
        return ofHeader;
    }

    private static @Nullable String one(MultiMap headers, String name) throws InvalidRequest {
        List<String> values = headers.getAll(name);
        if (values.size() > 1) {
            throw invalid(name, "comes more than once");
        }
        return values.isEmpty() ? null : values.getFirst().strip();
    }

    private static InvalidRequest invalid(String header, String why) {
        return new InvalidRequest(ApiError.invalid(header, "invalid_value", "the header '" + header + "' " + why));
    }

    private static InvalidRequest notServedYet(String header) {
        return new InvalidRequest(ApiError.invalid(
                header, "unsupported_parameter", "the header '" + header + "' as given is not served yet"));
    }
}
