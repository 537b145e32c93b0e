package dev.cortado.local.variant;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A price book that follows from a calibration: what a token takes of its pool's paid time, and a margin.
///
/// Of DESIGN, section 5, the operator's cost `R/3600 × ((n_in − n_cached)/P + n_out/D(b)) / u` is linear in the tokens:
/// a prompt token is worth `R / 3600 / P / u × (1 + margin)`, a completion token the same with D(b), and one that is
/// found in a cache nothing, since it needs no prefill. So each attempt is charged what it is reckoned to cost. P and D
/// are measured; R, u and the margin are the operator's to say.
///
/// @param rows in the order of the calibration
/// @param unmeasured variants that the calibration knows without rates, which get no price
public record MeasuredPrices(@JsonProperty("prices") List<Row> rows, List<String> unmeasured) {

    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final int DECIMALS = 6;
    private static final String HEADER =
            "variant,pool,prompt_usd_per_million,completion_usd_per_million,cached_prompt_usd_per_million";
    private static final String CACHED = "0";

    /// @param prompt USD per million tokens, at most six decimals
    /// @param completion the same
    public record Row(
            String variant,
            String pool,
            @JsonProperty("promptUsdPerMillion") String prompt,
            @JsonProperty("completionUsdPerMillion") String completion) {

        /// What a token costs that is found in a cache.
        @JsonProperty
        public String cachedPromptUsdPerMillion() {
            return CACHED;
        }
    }

    /// What is not measured but decided.
    ///
    /// @param usdPerHour R, by pool
    /// @param streams b: 1, 2, 4 or 8 that decode at once
    /// @param busyShare u: above 0, at most 1
    /// @param margin added to the cost, as a share of it; 0 or more
    public record Terms(Map<String, BigDecimal> usdPerHour, int streams, BigDecimal busyShare, BigDecimal margin) {

        public Terms {
            usdPerHour = Map.copyOf(usdPerHour);
            if (!List.of(1, 2, 4, 8).contains(streams)) {
                throw new IllegalArgumentException("rates are measured at 1, 2, 4 and 8 streams, not at " + streams);
            }
            if (busyShare.signum() <= 0 || busyShare.compareTo(BigDecimal.ONE) > 0) {
                throw new IllegalArgumentException("a busy share is above 0 and at most 1, not " + busyShare);
            }
            if (margin.signum() < 0) {
                throw new IllegalArgumentException("a margin is 0 or more, not " + margin);
            }
        }
    }

    public MeasuredPrices {
        rows = List.copyOf(rows);
        unmeasured = List.copyOf(unmeasured);
    }

    /// @param results as `./cortado calibrate` leaves them
    /// @throws IllegalArgumentException where a pool has no price of an hour
    public static MeasuredPrices of(Path results, Terms terms) throws IOException {
        List<Row> rows = new ArrayList<>();
        List<String> unmeasured = new ArrayList<>();
        for (JsonNode variant : new ObjectMapper().readTree(results.toFile()).path("variants")) {
            double prefill = variant.path("prefillTokensPerSecond").asDouble();
            double decode = decode(variant, terms.streams());
            String id = variant.path("variant").asText();
            if (prefill > 0 && decode > 0) {
                String pool = variant.path("pool").asText();
                rows.add(new Row(id, pool, price(pool, prefill, terms), price(pool, decode, terms)));
            } else {
                unmeasured.add(id);
            }
        }
        return new MeasuredPrices(rows, unmeasured);
    }

    public String csv() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        rows.forEach(
                row -> text.append(String.join(",", row.variant(), row.pool(), row.prompt(), row.completion(), CACHED))
                        .append('\n'));
        return text.toString();
    }

    private static double decode(JsonNode variant, int streams) {
        for (JsonNode occupancy : variant.path("occupancies")) {
            if (occupancy.path("streams").asInt() == streams) {
                return occupancy.path("decodeTokensPerSecond").asDouble();
            }
        }
        return 0;
    }

    private static String price(String pool, double tokensPerSecond, Terms terms) {
        BigDecimal hour = terms.usdPerHour().get(pool);
        if (hour == null) {
            throw new IllegalArgumentException("no price of an hour is known for pool " + pool);
        }
        return hour.multiply(MILLION)
                .multiply(BigDecimal.ONE.add(terms.margin()))
                .divide(
                        SECONDS_PER_HOUR
                                .multiply(BigDecimal.valueOf(tokensPerSecond))
                                .multiply(terms.busyShare()),
                        MathContext.DECIMAL128)
                .setScale(DECIMALS, RoundingMode.CEILING)
                .toPlainString();
    }
}
