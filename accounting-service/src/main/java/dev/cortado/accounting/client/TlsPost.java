package dev.cortado.accounting.client;

import dev.cortado.accounting.configuration.WebhookConfiguration;
import dev.cortado.accounting.webhook.Post;
import dev.cortado.accounting.webhook.WebhookUrl;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Posts over TLS 1.2 or 1.3 to an address it is given, each time on a connection of its own: it resolves nothing,
/// follows nothing, and reads no more of an answer than its bound.
final class TlsPost implements Post {

    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

    private final HttpClient client;
    private final Duration answerMax;
    private final int answerBytesMax;

    /// @param trust whose certificates are believed; empty: those the JDK believes
    TlsPost(Vertx vertx, WebhookConfiguration configuration, Optional<TrustOptions> trust) {
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(true)
                .setVerifyHost(true)
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAlive(false)
                .setDecompressionSupported(false)
                .setMaxPoolSize(configuration.deliveriesMax())
                .setConnectTimeout((int) configuration.connectMax().toMillis())
                .setSslHandshakeTimeout(configuration.connectMax().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        trust.ifPresent(options::setTrustOptions);
        this.client = vertx.createHttpClient(options);
        this.answerMax = configuration.answerMax();
        this.answerBytesMax = configuration.answerBytesMax();
    }

    @Override
    public int send(WebhookUrl url, InetAddress address, Map<String, String> headers, String body)
            throws UnansweredException, InterruptedException {
        AtomicReference<@Nullable HttpClientRequest> sent = new AtomicReference<>();
        CompletableFuture<Integer> answered = client.request(options(url, address))
                .compose(request -> {
                    sent.set(request);
                    headers.forEach(request::putHeader);
                    return request.send(body);
                })
                .compose(this::status)
                .toCompletionStage()
                .toCompletableFuture();
        try {
            return answered.get(answerMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new UnansweredException("no answer: " + reason(e.getCause()));
        } catch (TimeoutException e) {
            throw new UnansweredException("no answer within " + answerMax);
        } finally {
            HttpClientRequest request = sent.get();
            if (request != null) {
                request.connection().close();
            }
        }
    }

    private static RequestOptions options(WebhookUrl url, InetAddress address) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(url.port(), address.getHostAddress()))
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(true)
                .setURI(url.target())
                .setFollowRedirects(false);
    }

    /// Once the answer has ended, or enough of it was read.
    private Future<Integer> status(HttpClientResponse response) {
        Promise<Integer> status = Promise.promise();
        long[] read = {0};
        response.handler(part -> {
                    read[0] += part.length();
                    if (read[0] > answerBytesMax) {
                        status.tryComplete(response.statusCode());
                        response.request().connection().close();
                    }
                })
                .exceptionHandler(_ -> status.tryComplete(response.statusCode()))
                .endHandler(_ -> status.tryComplete(response.statusCode()));
        return status.future();
    }

    /// The kind of failure only: what a foreign server says is not shown to people.
    private static String reason(@Nullable Throwable failure) {
        return switch (failure) {
            case javax.net.ssl.SSLException _ -> "the TLS handshake failed";
            case java.net.ConnectException _ -> "the connection was refused or took too long";
            case null, default -> "the connection broke";
        };
    }
}
