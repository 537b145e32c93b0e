package dev.cortado.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.UUID;

/// The id under which a request stands in its decision and in the logs of the gateway and of the nodes, which write it
/// where it failed or was refused: the client's `x-request-id` if it is fit, else a fresh one.
final class RequestId {

    static final String HEADER = "x-request-id";

    private static final int CHARACTERS_MAX = 128;

    private RequestId() {}

    static String of(HttpServerRequest request) {
        List<String> given = request.headers().getAll(HEADER);
        return given.size() == 1 && isFit(given.getFirst())
                ? given.getFirst()
                : UUID.randomUUID().toString();
    }

    /// 1 to 128 visible characters of ASCII.
    static boolean isFit(String id) {
        return !id.isEmpty() && id.length() <= CHARACTERS_MAX && id.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
