package dev.cortado.router.flow;

import dev.cortado.router.fake.FakeAccountingServer;
import dev.cortado.router.fake.FakeNodeServer;
import dev.cortado.router.fake.Postgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Starts what the router talks to: a fake accounting, two fake nodes and a real PostgreSQL. Kafka is away.
public final class Neighbours implements QuarkusTestResourceLifecycleManager {

    static final long CAP = 10_000_000;
    static final String KEYS = "test:" + Base64.getEncoder().encodeToString(new byte[32]);
    static final List<String> SMALL_POOL = List.of("smollm2-135m-instruct-q4_1", "qwen2.5-coder-0.5b-instruct-q4_k_m");
    static final List<String> LARGE_POOL = List.of("qwen2.5-coder-1.5b-instruct-q4_k_m");

    private final Vertx vertx = Vertx.vertx();

    @Override
    public Map<String, String> start() {
        List<String> all = List.of(SMALL_POOL.getFirst(), SMALL_POOL.getLast(), LARGE_POOL.getFirst());
        FakeAccountingServer accounting = new FakeAccountingServer(vertx, 0, CAP, all);
        FakeNodeServer small = new FakeNodeServer(vertx, 0, "cpu-small-1", "cpu-small", SMALL_POOL);
        FakeNodeServer large = new FakeNodeServer(vertx, 0, "cpu-large-1", "cpu-large", LARGE_POOL);
        Map<String, String> configuration = new HashMap<>();
        configuration.put("cortado.accounting.address", "127.0.0.1:" + accounting.port());
        configuration.put("cortado.router.nodes", "127.0.0.1:" + small.port() + ",127.0.0.1:" + large.port());
        configuration.put("cortado.router.grpc.port", "0");
        configuration.put("cortado.router.grpc.event-loops", "1");
        // The tests' few requests would be a ruinous rate for a cent a month.
        configuration.put("cortado.router.pacing.enabled", "false");
        configuration.put("cortado.signing.keys", KEYS);
        configuration.put("cortado.catalogue.file", "../deploy/catalogue.json");
        // Nobody listens on the discard port.
        configuration.put("kafka.bootstrap.servers", "127.0.0.1:9");
        configuration.put("quarkus.datasource.password", "router");
        configuration.put(
                "quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:" + Postgres.port() + "/postgres");
        configuration.put("quarkus.datasource.reactive.url", "postgresql://127.0.0.1:" + Postgres.port() + "/postgres");
        return configuration;
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
