package dev.cortado.inference.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cortado.inference.remote.RemoteFailure;
import dev.cortado.inference.remote.RemoteFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Requests to one server. HTTP/1.1 always, so that giving up closes the connection, which every server understands;
/// redirects are not followed, since the key would follow them.
final class HttpCalls implements AutoCloseable {

    private static final int ANSWER_BYTES_MAX = 8 << 20;

    private final HttpClient client;
    private final OpenAiSettings settings;
    private final ObjectMapper json = new ObjectMapper();

    HttpCalls(OpenAiSettings settings) {
        this.settings = settings;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeMax())
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    ObjectMapper json() {
        return json;
    }

    /// An answer read whole.
    record Answer(int status, JsonNode body) {

        boolean good() {
            return status >= 200 && status < 300;
        }
    }

    Answer get(URI address) {
        return whole(request(address).GET().build());
    }

    Answer post(URI address, JsonNode body) {
        return whole(request(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    /// Begins a request whose answer is a stream.
    CompletableFuture<HttpResponse<InputStream>> stream(URI address, JsonNode body) {
        return client.sendAsync(
                request(address)
                        .header("Content-Type", "application/json")
                        .header("Accept", "text/event-stream")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
    }

    private HttpRequest.Builder request(URI address) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
        return request;
    }

    private Optional<String> key() {
        try {
            return settings.key().value();
        } catch (IllegalArgumentException e) {
            throw new RemoteFailure(Kind.NOT_LET_IN, String.valueOf(e.getMessage()));
        }
    }

    private Answer whole(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> pending = client.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
        try {
            HttpResponse<byte[]> response = pending.get(settings.answerTimeMax().toNanos(), TimeUnit.NANOSECONDS);
            return new Answer(response.statusCode(), parsed(response.body()));
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw failure(e);
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw failure(e);
        }
    }

    JsonNode parsed(byte[] bytes) {
        try {
            JsonNode node = json.readTree(bytes);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException e) {
            return json.getNodeFactory().textNode(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /// What a broken connection means. The HTTP client's own words are kept out: they may repeat headers.
    static RemoteFailure failure(Throwable cause) {
        return switch (cause) {
            case HttpConnectTimeoutException e -> new RemoteFailure(Kind.BROKEN, "the server cannot be reached");
            case TimeoutException e -> new RemoteFailure(Kind.BROKEN, "the server did not answer in time");
            case ConnectException e -> new RemoteFailure(Kind.BROKEN, "the server cannot be reached");
            case java.nio.channels.UnresolvedAddressException e ->
                new RemoteFailure(Kind.BROKEN, "the server's host name is not known");
            case IOException e -> new RemoteFailure(Kind.BROKEN, "the connection to the server broke");
            default ->
                new RemoteFailure(
                        Kind.BROKEN, "the request failed: " + cause.getClass().getSimpleName());
        };
    }

    static Duration retryAfter(HttpResponse<?> response) {
        try {
            return Duration.ofSeconds(Math.clamp(
                    Long.parseLong(response.headers().firstValue("Retry-After").orElse("0")), 0, 3600));
        } catch (NumberFormatException date) {
            return Duration.ZERO;
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
