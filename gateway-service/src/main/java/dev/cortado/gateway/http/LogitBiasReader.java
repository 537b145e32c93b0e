package dev.cortado.gateway.http;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads `logit_bias`. Whether the chosen model has such a token is for its node to say.
final class LogitBiasReader {

    private static final Pattern TOKEN_ID = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final int BIAS_MAX = 100;

    private LogitBiasReader() {}

    static Map<Integer, Double> read(JsonFields json, int entriesMax) throws IOException, InvalidRequest {
        Map<Integer, Double> biases = new HashMap<>();
        json.object(token -> {
            if (!TOKEN_ID.matcher(token).matches()) {
                throw json.invalid("must be named by a token id in decimal, such as \"1734\"");
            }
            if (biases.size() == entriesMax) {
                throw json.invalid("is one more than the " + entriesMax + " tokens that are allowed");
            }
            biases.put(Integer.valueOf(token), json.number(-BIAS_MAX, BIAS_MAX));
        });
        return biases;
    }
}
