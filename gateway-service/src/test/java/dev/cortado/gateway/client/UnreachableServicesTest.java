package dev.cortado.gateway.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.TeamId;
import dev.cortado.gateway.authenticate.ApiKey;
import dev.cortado.gateway.authenticate.Identities.Identification;
import dev.cortado.gateway.authenticate.Tenant;
import dev.cortado.gateway.configuration.CallConfiguration;
import dev.cortado.gateway.configuration.RoutersConfiguration;
import dev.cortado.gateway.route.Catalogue;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Services that are not there, and one that takes a connection and says nothing.
class UnreachableServicesTest {

    private static final String NOBODY = "127.0.0.1:1";
    private static final Tenant TENANT =
            new Tenant(new OrganisationId("o"), new TeamId("t"), new ProjectId("p"), "", "");

    private final Vertx vertx = Vertx.vertx();
    private final CallConfiguration configuration = new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withMapping(CallConfiguration.class)
            .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
            .withDefaultValues(Map.of(
                    "cortado.gateway.calls.look-up-timeout",
                    "200MS",
                    "cortado.gateway.calls.identify-timeout",
                    "200MS"))
            .build()
            .getConfigMapping(CallConfiguration.class);
    private final UnaryCalls calls = new UnaryCalls(vertx, new EventLoopClients(vertx, configuration));
    private NetServer silent = vertx.createNetServer();

    @BeforeEach
    void listen() throws Exception {
        silent = vertx.createNetServer()
                .connectHandler(_ -> {})
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    private <T> T onEventLoop(Supplier<CompletionStage<T>> call) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        vertx.runOnContext(_ -> call.get().whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        }));
        return answer.get(5, TimeUnit.SECONDS);
    }

    private static RoutersConfiguration routers(String address) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(RoutersConfiguration.class)
                .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .withDefaultValue("cortado.gateway.routers.addresses", address)
                .build()
                .getConfigMapping(RoutersConfiguration.class);
    }

    private String silentAddress() {
        return "127.0.0.1:" + silent.actualPort();
    }

    @Test
    void router_awayOrSilent_isUnreachable() throws Exception {
        for (String address : new String[] {NOBODY, silentAddress()}) {
            CatalogueClient router = new CatalogueClient(calls, configuration, new Routers(routers(address)));
            assertInstanceOf(Catalogue.Models.Unreachable.class, onEventLoop(() -> router.models(TENANT)));
            assertInstanceOf(
                    Catalogue.Explanation.Unreachable.class,
                    onEventLoop(() -> router.decision(TENANT, ReservationId.at(Instant.EPOCH))));
        }
    }

    @Test
    void accounting_awayOrSilent_isUnreachable() throws Exception {
        for (String address : new String[] {NOBODY, silentAddress()}) {
            IdentityClient accounting = new IdentityClient(calls, configuration, address);
            assertInstanceOf(
                    Identification.Unreachable.class, onEventLoop(() -> accounting.resolveKey(new ApiKey("p", "00"))));
        }
    }

    @Test
    void address_isHostAndPort() {
        assertEquals(7, UnaryCalls.address("localhost:7").port());
        assertEquals("::1", UnaryCalls.address("[::1]:7").host());
        assertThrows(IllegalArgumentException.class, () -> UnaryCalls.address("localhost"));
    }
}
