package dev.cortado.local.flow;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Properties;

/// What a person does in Keycloak's own console: sets passwords, reads a client's secret.
final class KeycloakAdministrator {

    private static final String CLIENT = "cortado-accounting";

    private final StackUnderTest stack;
    private final String secret;

    KeycloakAdministrator(StackUnderTest stack) throws IOException {
        this.stack = stack;
        Properties secrets = new Properties();
        try (Reader file = Files.newBufferedReader(
                stack.stack().dataDirectory().resolve("secrets").resolve("secrets.properties"))) {
            secrets.load(file);
        }
        this.secret = secrets.getProperty("keycloak-accounting-client", "");
    }

    JsonNode get(String path) {
        return StackUnderTest.json(call("GET", path, ""));
    }

    JsonNode user(String email) {
        return get("/users?exact=true&email=" + URLEncoder.encode(email, StandardCharsets.UTF_8))
                .get(0);
    }

    /// Completes the account that an invitation made.
    void complete(String email, String password) {
        ObjectNode user = (ObjectNode) user(email);
        String id = user.required("id").asText();
        user.put("firstName", "Ada").put("lastName", "Example").putArray("requiredActions");
        call("PUT", "/users/" + id, user.toString());
        call(
                "PUT",
                "/users/" + id + "/reset-password",
                "{\"type\":\"password\",\"temporary\":false,\"value\":\"" + password + "\"}");
    }

    String clientSecret(String client) {
        String id = get("/clients?clientId=" + client).get(0).required("id").asText();
        return get("/clients/" + id + "/client-secret").required("value").asText();
    }

    private HttpResponse<String> call(String method, String path, String body) {
        String token = StackUnderTest.json(stack.signInService(CLIENT, secret))
                .required("access_token")
                .asText();
        HttpResponse<String> answer = stack.send(
                HttpRequest.newBuilder(URI.create(stack.stack().keycloakUrl() + "/admin/realms/cortado" + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build());
        assertTrue(answer.statusCode() < 300, () -> method + " " + path + ": " + answer.body());
        return answer;
    }
}
