package dev.cortado.local.administration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Who the commands are to the administrative API.
public sealed interface AccessToken {

    /// The token, ready for a header.
    String text(HttpClient http) throws IOException, InterruptedException;

    /// A token that the person brought.
    record Given(String token) implements AccessToken {
        @Override
        public String text(HttpClient http) {
            return token;
        }

        /// The token must not slip into a log.
        @Override
        public String toString() {
            return "a token";
        }
    }

    /// The stack's own administrator, asked of Keycloak by password.
    ///
    /// @param issuer the realm's address
    record Password(String issuer, String user, String password) implements AccessToken {
        private static final Duration LIMIT = Duration.ofSeconds(30);
        private static final ObjectMapper JSON = new ObjectMapper();

        @Override
        public String text(HttpClient http) throws IOException, InterruptedException {
            String form = "grant_type=password&client_id=cortado-cli&username=" + Administration.encode(user)
                    + "&password=" + Administration.encode(password);
            HttpResponse<String> answer;
            try {
                answer = http.send(
                        HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                                .timeout(LIMIT)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
            } catch (ConnectException e) {
                throw new IOException(
                        "Keycloak does not answer at " + issuer + " yet; ./cortado status shows how it is", e);
            }
            JsonNode body = JSON.readTree(answer.body());
            if (answer.statusCode() != 200) {
                throw new IOException("Keycloak gives " + user + " no token: "
                        + body.path("error_description").asText("HTTP " + answer.statusCode()));
            }
            return body.required("access_token").asText();
        }

        /// The password must not slip into a log.
        @Override
        public String toString() {
            return user;
        }
    }
}
