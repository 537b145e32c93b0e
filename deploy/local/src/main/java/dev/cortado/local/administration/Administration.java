package dev.cortado.local.administration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/// Calls accounting's administrative API. Each write carries an Idempotency-Key of its own, so that it may be sent
/// again while the service says "unavailable" without being done twice.
public final class Administration implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(2);
    /// Of a look at all books: millions of rows take many minutes.
    private static final Duration LONG_LIMIT = Duration.ofHours(2);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    private static final Duration TOKEN_KEPT = Duration.ofMinutes(2);
    private static final int TRIES = 4;
    private static final int UNAVAILABLE = 503;

    private final String address;
    private final AccessToken token;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .build();

    private String bearer = "";
    private long bearerSince;

    /// @param address of the administrative API, without `/v1`
    public Administration(String address, AccessToken token) {
        this.address = address;
        this.token = token;
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return json(request("GET", path).build());
    }

    /// A read that may take as long as the books are large.
    public JsonNode getAtLength(String path) throws IOException, InterruptedException {
        return json(request("GET", path).timeout(LONG_LIMIT).build());
    }

    public JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return write("POST", path, "application/json", BodyPublishers.ofString(JSON.writeValueAsString(body)));
    }

    /// A write that needs no body.
    public JsonNode post(String path) throws IOException, InterruptedException {
        return write("POST", path, "application/json", BodyPublishers.noBody());
    }

    /// A write of something that is not JSON.
    public JsonNode post(String path, String mediaType, byte[] body) throws IOException, InterruptedException {
        return write("POST", path, mediaType, BodyPublishers.ofByteArray(body));
    }

    public JsonNode put(String path, JsonNode body) throws IOException, InterruptedException {
        return write("PUT", path, "application/json", BodyPublishers.ofString(JSON.writeValueAsString(body)));
    }

    public JsonNode delete(String path) throws IOException, InterruptedException {
        return write("DELETE", path, "application/json", BodyPublishers.noBody());
    }

    /// Hands the answer on as it comes, so that its size does not matter.
    public void copy(String path, String mediaType, OutputStream out) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer =
                send(request("GET", path).setHeader("Accept", mediaType).build(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            if (answer.statusCode() >= 300) {
                throw RefusedException.of(answer.statusCode(), tree(body.readAllBytes()));
            }
            body.transferTo(out);
        }
    }

    /// A part of a path, or a value of a query.
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode write(String method, String path, String mediaType, BodyPublisher body)
            throws IOException, InterruptedException {
        return json(request(method, path)
                .header("Content-Type", mediaType)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .method(method, body)
                .build());
    }

    private HttpRequest.Builder request(String method, String path) throws IOException, InterruptedException {
        return HttpRequest.newBuilder(URI.create(address + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + bearer())
                .header("Accept", "application/json")
                .method(method, BodyPublishers.noBody());
    }

    private String bearer() throws IOException, InterruptedException {
        if (bearer.isEmpty() || System.nanoTime() - bearerSince > TOKEN_KEPT.toNanos()) {
            bearer = token.text(http);
            bearerSince = System.nanoTime();
        }
        return bearer;
    }

    private JsonNode json(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send(request, BodyHandlers.ofByteArray());
        for (int tries = 1; answer.statusCode() == UNAVAILABLE && tries < TRIES; tries++) {
            Thread.sleep(Duration.ofSeconds(
                    answer.headers().firstValueAsLong("Retry-After").orElse(1)));
            answer = send(request, BodyHandlers.ofByteArray());
        }
        if (answer.statusCode() >= 300) {
            throw RefusedException.of(answer.statusCode(), tree(answer.body()));
        }
        return answer.body().length == 0 ? JSON.createObjectNode() : tree(answer.body());
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        try {
            return http.send(request, handler);
        } catch (ConnectException e) {
            throw new IOException(
                    "nothing answers at " + address + "; ./cortado status shows the parts, ./cortado up starts them",
                    e);
        }
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
