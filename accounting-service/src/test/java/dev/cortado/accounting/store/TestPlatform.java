package dev.cortado.accounting.store;

import dev.cortado.accounting.http.Tokens;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A database with the bootstrap file's tenant, for the whole service under test; broker and Keycloak are away.
public final class TestPlatform implements QuarkusTestResourceLifecycleManager {

    private static final String BOOTSTRAP = """
            {"organisation": {"id": "org-demo", "name": "demo"}, "team": {"id": "team-demo", "name": "research"},
             "project": {"id": "project-demo", "name": "demo"},
             "key": {"publicId": "abcdefgh01234567", "secretSha256": "%s", "name": "demo"},
             "limit": {"node": "org-demo", "unit": "nano-usd", "window": "month", "zone": "UTC", "capUsd": "10",
                       "hard": true},
             "prices": {"version": "demo-1", "rows": [
                {"variant": "small", "promptUsdPerMillion": "0.02", "completionUsdPerMillion": "0.08"}]},
             "poolRates": [{"pool": "cpu-bootstrapped", "usdPerHour": "0.09"},
                {"pool": "cpu-powered", "usdPerHour": "1.2", "watts": 700, "pue": 1.5, "usdPerKilowattHour": "0.2"}]}""".formatted("ab".repeat(32));

    @Override
    public Map<String, String> start() {
        String address = TestDatabase.createEmpty();
        try {
            Path bootstrap = Files.createTempFile("bootstrap", ".json");
            bootstrap.toFile().deleteOnExit();
            Files.writeString(bootstrap, BOOTSTRAP);
            return Map.ofEntries(
                    Map.entry("quarkus.datasource.username", "postgres"),
                    Map.entry("quarkus.datasource.password", "postgres"),
                    Map.entry("quarkus.datasource.jdbc.url", "jdbc:postgresql://" + address),
                    Map.entry("quarkus.datasource.reactive.url", "postgresql://" + address),
                    // A test machine may stand still for longer than a frozen process may hold somebody.
                    Map.entry("quarkus.datasource.reactive.additional-properties.lock_timeout", "10000"),
                    Map.entry(
                            "quarkus.datasource.reactive.additional-properties.idle_in_transaction_session_timeout",
                            "20000"),
                    Map.entry("kafka.bootstrap.servers", "127.0.0.1:1"),
                    Map.entry("quarkus.log.category.\"org.apache.kafka.clients\".level", "ERROR"),
                    Map.entry("quarkus.http.test-port", "0"),
                    Map.entry("quarkus.grpc.server.test-port", "0"),
                    Map.entry("cortado.bootstrap.file", bootstrap.toString()),
                    Map.entry("cortado.signing.keys", "k:" + "A".repeat(43) + "="),
                    Map.entry("cortado.accounting.webhook.sealing-keys", "k:" + "A".repeat(43) + "="),
                    Map.entry("quarkus.oidc.auth-server-url", ""),
                    Map.entry("quarkus.oidc.public-key", Tokens.publicKey()),
                    Map.entry("quarkus.oidc.token.issuer", Tokens.ISSUER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {}
}
