package dev.cortado.gateway.http;

import dev.cortado.gateway.authenticate.Credential;
import dev.cortado.gateway.authenticate.PayerChoice;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;

/// What the headers say of who asks.
final class Credentials {

    private static final String ORGANISATION = "OpenAI-Organization";
    private static final String PROJECT = "OpenAI-Project";
    private static final int CHOICE_CHARACTERS_MAX = 128;

    private Credentials() {}

    static Credential credential(MultiMap headers, int charactersMax) {
        List<String> values = headers.getAll(HttpHeaders.AUTHORIZATION);
        return switch (values.size()) {
            case 0 -> new Credential.Missing();
            case 1 -> Credential.read(values.getFirst().strip(), charactersMax);
            default -> new Credential.Malformed("there is more than one Authorization header");
        };
    }

    static PayerChoice choice(MultiMap headers) throws InvalidRequest {
        return new PayerChoice(choice(headers, ORGANISATION), choice(headers, PROJECT));
    }

    private static String choice(MultiMap headers, String name) throws InvalidRequest {
        List<String> values = headers.getAll(name);
        if (values.size() > 1) {
            throw invalid(name, "comes more than once");
        }
        String value = values.isEmpty() ? "" : values.getFirst().strip();
        if (value.length() > CHOICE_CHARACTERS_MAX) {
            throw invalid(name, "has more than " + CHOICE_CHARACTERS_MAX + " characters");
        }
        if (!value.chars().allMatch(c -> c >= ' ' && c != 0x7F)) {
            throw invalid(name, "holds control characters");
        }
        return value;
    }

    private static InvalidRequest invalid(String name, String why) {
        return new InvalidRequest(ApiError.invalid(name, "invalid_value", "the header '" + name + "' " + why));
    }
}
