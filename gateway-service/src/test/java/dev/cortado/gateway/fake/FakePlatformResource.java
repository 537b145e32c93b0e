package dev.cortado.gateway.fake;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Starts the fakes before the gateway and points it at them.
public final class FakePlatformResource implements QuarkusTestResourceLifecycleManager {

    private @Nullable FakePlatform platform;

    @Override
    public Map<String, String> start() {
        FakePlatform started = new FakePlatform(0);
        platform = started;
        String database = "postgresql://127.0.0.1:" + Postgres.port() + "/postgres";
        return Map.ofEntries(
                Map.entry("quarkus.datasource.jdbc.url", "jdbc:" + database),
                Map.entry("quarkus.datasource.reactive.url", database),
                Map.entry("quarkus.datasource.password", "gateway"),
                Map.entry("cortado.gateway.idempotency.store-timeout", "4S"),
                Map.entry("cortado.gateway.idempotency.retry-every", "100MS"),
                Map.entry("cortado.gateway.routers.addresses", started.routerAddress()),
                Map.entry("cortado.accounting.address", started.accountingAddress()),
                Map.entry("quarkus.oidc.auth-server-url", started.issuer.url()),
                Map.entry("quarkus.http.test-port", "0"),
                Map.entry("quarkus.management.test-port", "0"),
                Map.entry("cortado.gateway.admission.body-timeout", "1S"),
                Map.entry("cortado.gateway.admission.concurrent-requests-per-organisation-max", "4"),
                Map.entry("cortado.gateway.identity.watch-pause", "100MS"),
                Map.entry("cortado.gateway.calls.accept-timeout", "3S"));
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(platform, new TestInjector.MatchesType(FakePlatform.class));
    }

    @Override
    public void stop() {
        if (platform != null) {
            platform.close();
        }
    }
}
