package dev.cortado.accounting.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.configuration.WebhookConfiguration;
import dev.cortado.accounting.webhook.Post;
import dev.cortado.accounting.webhook.WebhookUrl;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real TLS to a server on loopback, which only a test can reach: it calls without the check of addresses.
class TlsPostTest {

    private static final String PASSWORD = "changeit";
    private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

    private static final List<String> seen = new CopyOnWriteArrayList<>();
    private static Vertx vertx;
    private static HttpServer server;
    private static TlsPost post;
    private static TlsPost distrustful;

    @BeforeAll
    static void serve(@TempDir Path directory)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Path store = directory.resolve("server.p12");
        Path certificate = directory.resolve("server.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=hooks.test",
                "-ext",
                "san=dns:hooks.test",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "server",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-file",
                certificate.toString());
        vertx = Vertx.vertx();
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setSsl(true)
                        .setSni(true)
                        .setKeyCertOptions(
                                new PfxOptions().setPath(store.toString()).setPassword(PASSWORD)))
                .requestHandler(TlsPostTest::answer)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        WebhookConfiguration configuration = new SmallRyeConfigBuilder()
                .withMapping(WebhookConfiguration.class)
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "cortado.accounting.webhook.answer-max",
                                ANSWER_MAX.toString(),
                                "cortado.accounting.webhook.answer-bytes-max",
                                "1024"),
                        "test",
                        500))
                .build()
                .getConfigMapping(WebhookConfiguration.class);
        post = new TlsPost(
                vertx, configuration, Optional.of(new PemTrustOptions().addCertPath(certificate.toString())));
        distrustful = new TlsPost(vertx, configuration, Optional.empty());
    }

    @AfterAll
    static void stop() throws InterruptedException, ExecutionException, TimeoutException {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static void answer(HttpServerRequest request) {
        request.bodyHandler(body -> {
            seen.add(request.method() + " " + request.uri() + " " + request.authority() + " "
                    + request.getHeader("Cortado-Signature") + " " + body);
            switch (String.valueOf(request.path())) {
                case "/redirect" ->
                    request.response()
                            .setStatusCode(302)
                            .putHeader("Location", "/ok")
                            .end();
                case "/long" -> request.response().end(Buffer.buffer("x".repeat(4 * 1024 * 1024)));
                case "/slow" -> {}
                case "/drip" -> {
                    request.response().setChunked(true);
                    vertx.setPeriodic(100, timer -> request.response().write("x"));
                }
                default -> request.response().setStatusCode(204).end();
            }
        });
    }

    @Test
    void post_reachesTheGivenAddressUnderTheHostsNameAndCertificate()
            throws Post.UnansweredException, InterruptedException {
        assertEquals(204, send(post, "hooks.test", "/ok?a=b"));
        assertTrue(
                seen.contains("POST /ok?a=b hooks.test:" + server.actualPort() + " t=1,v1=ab {\"a\":1}"),
                seen::toString);
    }

    @Test
    void certificateOfAnotherHost_isRefused() {
        assertThrows(Post.UnansweredException.class, () -> send(post, "other.test", "/other-host"));
        assertTrue(seen.stream().noneMatch(each -> each.contains("/other-host")));
    }

    @Test
    void certificateNobodySigned_isRefused() {
        assertThrows(Post.UnansweredException.class, () -> send(distrustful, "hooks.test", "/distrusted"));
        assertTrue(seen.stream().noneMatch(each -> each.contains("/distrusted")));
    }

    @Test
    void redirect_isNotFollowed() throws Post.UnansweredException, InterruptedException {
        long before = seen.size();
        assertEquals(302, send(post, "hooks.test", "/redirect"));
        assertEquals(
                1,
                seen.stream()
                        .skip(before)
                        .filter(each -> each.contains("/redirect"))
                        .count());
        assertEquals(
                0,
                seen.stream().skip(before).filter(each -> each.contains("/ok ")).count());
    }

    @Test
    void longAnswer_isCutOff() throws Post.UnansweredException, InterruptedException {
        assertEquals(200, send(post, "hooks.test", "/long"));
    }

    @Test
    void answerThatNeverComesOrNeverEnds_isGivenUp() {
        for (String path : List.of("/slow", "/drip")) {
            long before = System.nanoTime();
            assertThrows(Post.UnansweredException.class, () -> send(post, "hooks.test", path));
            Duration took = Duration.ofNanos(System.nanoTime() - before);
            assertTrue(took.compareTo(ANSWER_MAX.multipliedBy(3)) < 0, took::toString);
        }
    }

    @Test
    void closedPort_isNoAnswer() {
        WebhookUrl url = new WebhookUrl("hooks.test", 1, "/");
        assertThrows(
                Post.UnansweredException.class, () -> post.send(url, InetAddress.getLoopbackAddress(), Map.of(), "{}"));
    }

    private static int send(TlsPost with, String host, String target)
            throws Post.UnansweredException, InterruptedException {
        return with.send(
                new WebhookUrl(host, server.actualPort(), target),
                InetAddress.ofLiteral("127.0.0.1"),
                Map.of("Cortado-Signature", "t=1,v1=ab", "Content-Type", "application/json"),
                "{\"a\":1}");
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
    }
}
