package dev.cortado.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.TimeUnit;

/// Ends a request with one document, mostly JSON.
final class Answers {

    /// How long a client that still sends may read the answer before the connection is cut.
    private static final long LINGER_MILLIS = TimeUnit.SECONDS.toMillis(1);

    static final String JSON = "application/json";

    private final Vertx vertx;

    Answers(Vertx vertx) {
        this.vertx = vertx;
    }

    void error(HttpServerRequest request, ApiError error) {
        HttpServerResponse response = request.response();
        error.headers().forEach(response::putHeader);
        json(request, error.status(), JsonWriter.error(error));
    }

    void json(HttpServerRequest request, int status, Buffer body) {
        end(request, status, JSON, body);
    }

    void end(HttpServerRequest request, int status, String contentType, Buffer body) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        boolean sending = isSending(request);
        if (sending) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
            response.end();
        } else {
            response.end(body);
        }
        if (sending) {
            discard(request);
        } else if (!request.isEnded()) {
            request.resume();
        }
    }

    /// Whether the client has a body that nobody has read to its end. In HTTP/2 it holds up its own stream only.
    private static boolean isSending(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean hasBody =
                (length != null && !length.equals("0")) || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        return request.version() != HttpVersion.HTTP_2 && hasBody && !request.isEnded();
    }

    /// Reads on and forgets, so that the client comes to read the answer, but not for long.
    private void discard(HttpServerRequest request) {
        request.handler(_ -> {});
        request.exceptionHandler(_ -> {});
        long timer = vertx.setTimer(LINGER_MILLIS, _ -> request.connection().close());
        request.endHandler(_ -> {
            vertx.cancelTimer(timer);
            request.connection().close();
        });
        request.resume();
    }
}
