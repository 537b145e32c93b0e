package dev.cortado.gateway.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// What a path of the public interface leads to. Paths are compared as they came, byte for byte: `//v1/models`,
/// `/v1/models;x` and `/v1%2fmodels` lead nowhere, and whatever leads somewhere asks for a credential itself.
sealed interface Endpoint {

    /// The value of the metrics' tag `route`.
    String route();

    /// For the `Allow` header.
    String allow();

    record ChatCompletions() implements Endpoint {
        @Override
        public String route() {
            return "chat_completions";
        }

        @Override
        public String allow() {
            return "POST, OPTIONS";
        }
    }

    record ExplainRoute() implements Endpoint {
        @Override
        public String route() {
            return "route_explain";
        }

        @Override
        public String allow() {
            return "POST, OPTIONS";
        }
    }

    record Models() implements Endpoint {
        @Override
        public String route() {
            return "models";
        }

        @Override
        public String allow() {
            return READ;
        }
    }

    record OneModel(String id) implements Endpoint {
        @Override
        public String route() {
            return "model";
        }

        @Override
        public String allow() {
            return READ;
        }
    }

    record OneDecision(String id) implements Endpoint {
        @Override
        public String route() {
            return "decision";
        }

        @Override
        public String allow() {
            return READ;
        }
    }

    record Report() implements Endpoint {
        @Override
        public String route() {
            return "report";
        }

        @Override
        public String allow() {
            return READ;
        }
    }

    record EstimatePolicy() implements Endpoint {
        @Override
        public String route() {
            return "policy_estimate";
        }

        @Override
        public String allow() {
            return READ;
        }
    }

    record Trial() implements Endpoint {
        @Override
        public String route() {
            return "policy_trial";
        }

        @Override
        public String allow() {
            return READ;
        }
    }

    record Ratings() implements Endpoint {
        @Override
        public String route() {
            return "feedback";
        }

        @Override
        public String allow() {
            return "POST, OPTIONS";
        }
    }

    record Nothing() implements Endpoint {
        @Override
        public String route() {
            return "none";
        }

        @Override
        public String allow() {
            return "OPTIONS";
        }
    }

    String READ = "GET, HEAD, OPTIONS";

    static Endpoint at(String path) {
        if (path.equals("/v1/chat/completions")) {
            return new ChatCompletions();
        }
        if (path.equals("/v1/route/explain")) {
            return new ExplainRoute();
        }
        if (path.equals("/v1/models")) {
            return new Models();
        }
        if (path.equals("/v1/feedback")) {
            return new Ratings();
        }
        if (path.equals("/v1/report")) {
            return new Report();
        }
        if (path.equals("/v1/policies/estimate")) {
            return new EstimatePolicy();
        }
        if (path.equals("/v1/policies/trial")) {
            return new Trial();
        }
        String model = after("/v1/models/", path);
        if (!model.isEmpty()) {
            return new OneModel(model);
        }
        String decision = after("/v1/decisions/", path);
        return decision.isEmpty() ? new Nothing() : new OneDecision(decision);
    }

    /// The decoded rest of a path after this prefix, empty where there is none or it cannot be decoded.
    private static String after(String prefix, String path) {
        if (!path.startsWith(prefix)) {
            return "";
        }
        try {
            return URLDecoder.decode(path.substring(prefix.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notPercentEncoded) {
            return "";
        }
    }
}
