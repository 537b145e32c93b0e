package dev.cortado.router.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.stork.Stork;
import io.smallrye.stork.api.ServiceDefinition;
import io.smallrye.stork.servicediscovery.dns.DnsConfiguration;
import io.smallrye.stork.servicediscovery.kubernetes.KubernetesConfiguration;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Stork's own discoveries against a name server and a Kubernetes API that answer on loopback.
class LooksTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final BlockingQueue<List<String>> heard = new LinkedBlockingQueue<>();

    @AfterEach
    void forgetServices() {
        Stork.shutdown();
    }

    private List<String> found(ServiceDefinition definition) throws InterruptedException {
        Stork.initialize();
        Stork.getInstance().defineIfAbsent("nodes", definition);
        new Looks(Stork.getInstance().getService("nodes"), LIMIT, heard::add).look();
        List<String> addresses = heard.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        return addresses == null
                ? List.of("nothing was heard")
                : addresses.stream().sorted().toList();
    }

    @Test
    void look_byDns_findsEveryAddressOfTheName() throws Exception {
        try (DatagramSocket names = nameServer(List.of("10.0.0.7", "10.0.0.9"))) {
            assertEquals(
                    List.of("10.0.0.7:27406", "10.0.0.9:27406"),
                    found(ServiceDefinition.of(new DnsConfiguration()
                            .withDnsServers("127.0.0.1:" + names.getLocalPort())
                            .withHostname("nodes.cortado.test")
                            .withRecordType("A")
                            .withPort("27406"))));
        }
    }

    @Test
    void look_inKubernetes_findsThePodsThatAreReady() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer api = kubernetes(vertx);
            assertEquals(
                    List.of("10.1.0.4:27406"),
                    found(ServiceDefinition.of(new KubernetesConfiguration()
                            .withK8sHost("http://127.0.0.1:" + api.actualPort())
                            .withK8sNamespace("cortado")
                            .withApplication("inference"))));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /// Answers every question with these addresses (RFC 1035, section 4).
    private static DatagramSocket nameServer(List<String> addresses) throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(() -> {
            byte[] bytes = new byte[512];
            try {
                while (true) {
                    DatagramPacket asked = new DatagramPacket(bytes, bytes.length);
                    socket.receive(asked);
                    socket.send(answer(asked, addresses));
                }
            } catch (SocketException _) {
                // Closed: the test is over.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return socket;
    }

    private static DatagramPacket answer(DatagramPacket asked, List<String> addresses) {
        int nameEnd = 12;
        while (asked.getData()[nameEnd] != 0) {
            nameEnd += asked.getData()[nameEnd] + 1;
        }
        int questionBytes = nameEnd + 5 - 12;
        ByteBuffer answer = ByteBuffer.allocate(512);
        answer.put(asked.getData(), 0, 2).putShort((short) 0x8180).putShort((short) 1);
        answer.putShort((short) addresses.size()).putInt(0).put(asked.getData(), 12, questionBytes);
        for (String address : addresses) {
            answer.putShort((short) 0xC00C).putShort((short) 1).putShort((short) 1);
            answer.putInt(1).putShort((short) 4);
            answer.put(InetAddress.ofLiteral(address).getAddress());
        }
        return new DatagramPacket(answer.array(), answer.position(), asked.getSocketAddress());
    }

    private static HttpServer kubernetes(Vertx vertx) throws Exception {
        return vertx.createHttpServer()
                .requestHandler(request -> {
                    Optional<String> body = kubernetesAnswer(String.valueOf(request.path()));
                    request.response()
                            .setStatusCode(body.isPresent() ? 200 : 404)
                            .putHeader("Content-Type", "application/json")
                            .end(body.orElse("{}"));
                })
                // Stork watches for changes, of which there are none.
                .webSocketHandler(_ -> {})
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static Optional<String> kubernetesAnswer(String path) {
        return switch (path) {
            case "/apis" -> Optional.of("""
                    {"kind": "APIGroupList", "apiVersion": "v1", "groups": [{"name": "discovery.k8s.io",
                     "versions": [{"groupVersion": "discovery.k8s.io/v1", "version": "v1"}]}]}""");
            case "/apis/discovery.k8s.io/v1/namespaces/cortado/endpointslices" -> Optional.of("""
                    {"kind": "EndpointSliceList", "apiVersion": "discovery.k8s.io/v1",
                     "metadata": {"resourceVersion": "1"}, "items": [{
                     "kind": "EndpointSlice", "apiVersion": "discovery.k8s.io/v1", "addressType": "IPv4",
                     "metadata": {"name": "inference-1", "namespace": "cortado",
                      "labels": {"kubernetes.io/service-name": "inference"}},
                     "ports": [{"name": "grpc", "port": 27406, "protocol": "TCP"}],
                     "endpoints": [
                      {"addresses": ["10.1.0.4"], "conditions": {"ready": true},
                       "targetRef": {"kind": "Pod", "name": "a", "namespace": "cortado"}},
                      {"addresses": ["10.1.0.5"], "conditions": {"ready": false},
                       "targetRef": {"kind": "Pod", "name": "b", "namespace": "cortado"}}]}]}""");
            default -> Optional.empty();
        };
    }
}
