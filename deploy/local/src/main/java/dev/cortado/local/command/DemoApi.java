package dev.cortado.local.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.administration.Administration;
import dev.cortado.local.secret.Secrets;
import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.supervise.Supervisor;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What the public API of the running stack tells the demo tenant.
final class DemoApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Settings settings;

    DemoApi(Settings settings) {
        this.settings = settings;
    }

    /// @param path below `/v1`, with its query
    /// @throws IOException in the API's own words where it refuses
    String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(Supervisor.baseUrl(settings) + path))
                .timeout(LIMIT)
                .header(
                        "Authorization",
                        "Bearer "
                                + Secrets.in(new DataDirectory(settings.dataDirectory()).secrets())
                                        .demoKey()
                                        .text())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("HTTP " + response.statusCode() + ": " + words(response.body()));
            }
            return response.body();
        } catch (ConnectException e) {
            throw new IOException("nothing answers at " + Supervisor.baseUrl(settings) + "; ./cortado up starts it", e);
        }
    }

    private static String words(String body) {
        try {
            String message = JSON.readTree(body).path("error").path("message").asText();
            return message.isEmpty() ? body : message;
        } catch (IOException notJson) {
            return body;
        }
    }

    /// A further parameter of a query; nothing where it is absent.
    static String parameter(String name, @Nullable Object value) {
        return value == null ? "" : "&" + name + "=" + Administration.encode(value.toString());
    }
}
