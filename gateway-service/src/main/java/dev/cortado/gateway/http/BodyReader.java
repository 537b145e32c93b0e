package dev.cortado.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;

/// Reads a JSON body: of the right type, not too large, not too slow.
final class BodyReader {

    private final Vertx vertx;
    private final int bytesMax;
    private final Duration timeout;

    BodyReader(Vertx vertx, int bytesMax, Duration timeout) {
        this.vertx = vertx;
        this.bytesMax = bytesMax;
        this.timeout = timeout;
    }

    /// A reader of smaller bodies, as patient as this one.
    BodyReader atMost(int bytes) {
        return new BodyReader(vertx, Math.min(bytes, bytesMax), timeout);
    }

    /// The body, or an [InvalidRequest]. The request must be paused; on success it is read to its end.
    Future<Buffer> read(HttpServerRequest request) {
        if (!isJson(request.headers().getAll(HttpHeaders.CONTENT_TYPE))) {
            return Future.failedFuture(new InvalidRequest(ApiError.of(
                    415,
                    ApiError.INVALID,
                    "Content-Type",
                    "unsupported_media_type",
                    "the body must be JSON: send 'Content-Type: application/json'")));
        }
        if (announcedBytes(request) > bytesMax) {
            return Future.failedFuture(tooLarge());
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        Promise<Buffer> read = Promise.promise();
        Buffer body = Buffer.buffer();
        long timer = vertx.setTimer(timeout.toMillis(), _ -> read.tryFail(tooSlow()));
        request.handler(chunk -> {
            if (body.length() + chunk.length() > bytesMax) {
                read.tryFail(tooLarge());
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(_ -> read.tryComplete(body));
        request.resume();
        return read.future().onComplete(_ -> vertx.cancelTimer(timer));
    }

    private InvalidRequest tooLarge() {
        return new InvalidRequest(ApiError.of(
                413, ApiError.INVALID, "body", "request_too_large", "the body has more than " + bytesMax + " bytes"));
    }

    private InvalidRequest tooSlow() {
        return new InvalidRequest(ApiError.of(
                408,
                ApiError.INVALID,
                "request_timeout",
                "the body did not arrive within " + timeout.toSeconds() + " seconds"));
    }

    private static long announcedBytes(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /// `application/json`, with UTF-8 or no charset named.
    static boolean isJson(List<String> contentTypes) {
        if (contentTypes.size() != 1) {
            return false;
        }
        String[] parts = contentTypes.getFirst().split(";", -1);
        if (!parts[0].strip().equalsIgnoreCase("application/json")) {
            return false;
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            boolean charset = parameter.regionMatches(true, 0, "charset=", 0, "charset=".length());
            if (charset
                    && !parameter
                            .substring("charset=".length())
                            .replace("\"", "")
                            .equalsIgnoreCase("utf-8")) {
                return false;
            }
        }
        return true;
    }
}
