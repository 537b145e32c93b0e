package dev.cortado.inference.client;

import dev.cortado.inference.remote.RemoteCall;
import dev.cortado.inference.remote.RemoteFailure;
import dev.cortado.inference.remote.RemoteFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// A streamed answer, from the request to its last event.
final class OpenAiStream implements RemoteCall {

    private final CompletableFuture<HttpResponse<InputStream>> pending;
    private final OpenAiChunks chunks;
    private final BiFunction<HttpResponse<InputStream>, Duration, RemoteFailure> refused;
    private final int eventBytesMax;
    private final Deque<ServerEvent> read = new ArrayDeque<>();
    private @Nullable ServerSentEvents events;
    private volatile boolean aborted;

    /// @param refused reads an answer that is not a stream
    OpenAiStream(
            CompletableFuture<HttpResponse<InputStream>> pending,
            OpenAiChunks chunks,
            BiFunction<HttpResponse<InputStream>, Duration, RemoteFailure> refused,
            int eventBytesMax) {
        this.pending = pending;
        this.chunks = chunks;
        this.refused = refused;
        this.eventBytesMax = eventBytesMax;
    }

    @Override
    public ServerEvent next() {
        try {
            while (read.isEmpty()) {
                ServerSentEvents.Event event = events().next();
                if (event == null) {
                    return new EndOfAnswer();
                }
                read.addAll(chunks.read(event));
            }
            return read.remove();
        } catch (IOException e) {
            throw aborted ? ended() : HttpCalls.failure(e);
        }
    }

    private ServerSentEvents events() {
        ServerSentEvents open = events;
        if (open == null) {
            HttpResponse<InputStream> response = response();
            String type = response.headers().firstValue("Content-Type").orElse("nothing");
            if (response.statusCode() != 200 || !type.startsWith("text/event-stream")) {
                throw refused.apply(response, HttpCalls.retryAfter(response));
            }
            open = new ServerSentEvents(response.body(), eventBytesMax);
            events = open;
        }
        return open;
    }

    private HttpResponse<InputStream> response() {
        try {
            return pending.join();
        } catch (CancellationException e) {
            throw ended();
        } catch (CompletionException e) {
            throw aborted ? ended() : HttpCalls.failure(e.getCause() == null ? e : e.getCause());
        }
    }

    private static RemoteFailure ended() {
        return new RemoteFailure(Kind.BROKEN, "the request was ended");
    }

    /// Closing the body before its end closes the connection.
    @Override
    public void abort() {
        aborted = true;
        if (pending.cancel(true) || pending.isCompletedExceptionally()) {
            return;
        }
        try {
            pending.join().body().close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
