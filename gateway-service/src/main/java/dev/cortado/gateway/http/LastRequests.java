package dev.cortado.gateway.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Makes a chunked HTTP/1.1 request the last one of its connection.
///
/// A request with both `Transfer-Encoding` and `Content-Length` is how a second one is smuggled past a proxy that
/// believes the other header; the server below shows only the first of the two, and a connection must end after such a
/// request (RFC 9112, section 6.1). Clients that announce their body's length lose nothing.
final class LastRequests {

    private final Set<HttpConnection> ending = ConcurrentHashMap.newKeySet();

    /// False for what comes on a connection after its last request: it gets no answer.
    boolean mayServe(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.version() == HttpVersion.HTTP_2) {
            return true;
        }
        HttpConnection connection = request.connection();
        if (ending.contains(connection)) {
            connection.close();
            return false;
        }
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            ending.add(connection);
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.addEndHandler(_ -> connection.close().onComplete(_ -> ending.remove(connection)));
        }
        return true;
    }
}
