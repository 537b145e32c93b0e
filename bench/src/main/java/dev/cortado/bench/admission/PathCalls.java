package dev.cortado.bench.admission;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Chat completions of the public API on one event loop: a fifth of them streamed, all answered by a node that draws
/// its tokens at once, so that the time to the last byte is what the platform adds.
final class PathCalls implements AutoCloseable {

    private static final int COMPLETION_TOKENS = 16;
    private static final String PROMPT = "In one sentence: what is a ristretto, and how does it differ?";
    private static final int CONNECTIONS_MAX = 256;
    private static final int WAITING_MAX = 100_000;
    private static final long TIMEOUT_MILLIS = 10_000;
    private static final int STREAM_EVERY = 5;
    private static final int TAIL_BYTES = 64;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    private final Context loop = vertx.getOrCreateContext();
    private final HttpClient http;
    private final List<RequestOptions> requests;
    private final Buffer whole = body(false);
    private final Buffer streamed = body(true);
    private int turn;

    PathCalls(int gatewayPort, Tenants tenants) {
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS_MAX)
                .setMaxWaitQueueSize(WAITING_MAX)
                .setKeepAlive(true));
        this.requests = tenants.all().stream()
                .map(tenant -> new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setHost("127.0.0.1")
                        .setPort(gatewayPort)
                        .setURI("/v1/chat/completions")
                        .setTimeout(TIMEOUT_MILLIS)
                        .putHeader("authorization", "Bearer " + tenant.keyText())
                        .putHeader("content-type", "application/json"))
                .toList();
    }

    private static Buffer body(boolean stream) {
        return Buffer.buffer("{\"model\":\"small\",\"max_tokens\":" + COMPLETION_TOKENS + ",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + PROMPT + "\"}]}");
    }

    /// Asks for a completion as this tenant; its latency counts from when it was due to its last byte.
    void ask(int tenant, long dueNanos, Latencies latencies) {
        latencies.begins();
        loop.runOnContext(_ -> {
            boolean stream = turn++ % STREAM_EVERY == 0;
            http.request(requests.get(tenant))
                    .compose(request -> answer(request, stream))
                    .onSuccess(why -> {
                        if (why.isEmpty()) {
                            latencies.answered(dueNanos, false);
                        } else {
                            latencies.failed(why);
                        }
                    })
                    .onFailure(failure -> latencies.failed(String.valueOf(failure.getMessage())));
        });
    }

    /// Empty where the answer is whole; else what is wrong with it.
    private Future<String> answer(HttpClientRequest request, boolean stream) {
        return request.send(stream ? streamed : whole)
                .compose(response -> response.body().map(body -> judge(response, body, stream)));
    }

    private static String judge(HttpClientResponse response, Buffer body, boolean stream) {
        if (response.statusCode() != 200) {
            return response.statusCode() + " "
                    + body.getString(0, Math.min(body.length(), 4 * TAIL_BYTES), StandardCharsets.UTF_8.name());
        }
        String tail = body.getString(Math.max(0, body.length() - TAIL_BYTES), body.length());
        return tail.contains(stream ? "[DONE]" : "}") ? "" : "it ends with " + tail;
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
