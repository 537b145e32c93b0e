package dev.cortado.gateway.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.TeamId;
import dev.cortado.contracts.v1.RouteRefused;
import dev.cortado.contracts.v1.RouteRequest;
import dev.cortado.contracts.v1.SettleRequest;
import dev.cortado.gateway.authenticate.Tenant;
import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.chat.Wishes;
import dev.cortado.gateway.configuration.CallConfiguration;
import dev.cortado.gateway.configuration.RoutersConfiguration;
import dev.cortado.gateway.fake.ChatRequests;
import dev.cortado.gateway.fake.FakePlatform;
import dev.cortado.gateway.fake.FakeRouter;
import dev.cortado.gateway.feedback.Remark;
import dev.cortado.gateway.route.Catalogue;
import dev.cortado.gateway.route.RouteQuery;
import dev.cortado.gateway.route.RouteRefusal;
import dev.cortado.gateway.route.Routed;
import dev.cortado.gateway.route.RouterOrder;
import dev.cortado.gateway.route.Routing;
import dev.cortado.gateway.settle.Settlement;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two routers over real gRPC, of which one goes away.
class RouterFailoverTest {

    private final Vertx vertx = Vertx.vertx();
    private final FakePlatform one = new FakePlatform(0);
    private final FakePlatform other = new FakePlatform(0);
    private final List<String> addresses = List.of(one.routerAddress(), other.routerAddress());
    private final SmallRyeConfig keys = new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withMapping(CallConfiguration.class)
            .withMapping(RoutersConfiguration.class)
            .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
            .withDefaultValues(Map.of(
                    "cortado.gateway.routers.addresses", String.join(",", addresses),
                    "cortado.gateway.routers.failover-after", "3S",
                    "cortado.gateway.routers.avoid-for", "1M",
                    "cortado.gateway.calls.look-up-timeout", "1S",
                    "cortado.gateway.calls.late-answers", "1S"))
            .build();
    private final CallConfiguration callKeys = keys.getConfigMapping(CallConfiguration.class);
    private final RoutersConfiguration routerKeys = keys.getConfigMapping(RoutersConfiguration.class);
    private final UnaryCalls calls = new UnaryCalls(vertx, new EventLoopClients(vertx, callKeys));
    private final Routers routers = new Routers(routerKeys);
    private final RouterClient client = new RouterClient(calls, callKeys, routers, routerKeys);

    /// An organisation that prefers this router.
    private RouteQuery preferring(FakePlatform platform) {
        int index = addresses.indexOf(platform.routerAddress());
        RouterOrder order = new RouterOrder(addresses);
        for (int number = 0; ; number++) {
            OrganisationId organisation = new OrganisationId("org-" + number);
            if (order.of(organisation).getFirst() == index) {
                return query(organisation);
            }
        }
    }

    private static RouteQuery query(OrganisationId organisation) {
        Tenant tenant = new Tenant(organisation, new TeamId("t"), new ProjectId("p"), "k", "");
        return RouteQuery.of(tenant, ChatRequests.hi(), "r", 8192);
    }

    private <T> T onEventLoop(Supplier<CompletionStage<T>> call) throws Exception {
        return begun(call).get(10, TimeUnit.SECONDS);
    }

    private <T> CompletableFuture<T> begun(Supplier<CompletionStage<T>> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        vertx.runOnContext(_ -> call.get().whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        }));
        return answer;
    }

    private Routed routed(RouteQuery query) throws Exception {
        return assertInstanceOf(Routing.Placed.class, onEventLoop(() -> client.route(query)))
                .routed();
    }

    @AfterEach
    void close() throws Exception {
        one.close();
        other.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @Test
    void organisation_isRoutedByTheRouterItPrefers_everyTime() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertEquals(one.routerAddress(), routed(preferring(one)).router());
            assertEquals(other.routerAddress(), routed(preferring(other)).router());
        }
        assertEquals(5, one.router.routed.size());
        assertEquals(5, other.router.routed.size());
    }

    @Test
    void preferredRouterGone_theNextRoutes_andHoldsOfBothAreSettledWhereTheyAre() throws Exception {
        Routed before = routed(preferring(other));
        one.close();
        RouteQuery query = preferring(one);

        Routed failedOver = routed(query);

        assertEquals(other.routerAddress(), failedOver.router());
        onEventLoop(() -> client.settle(before, new Settlement.Unheard(false)));
        onEventLoop(() -> client.settle(failedOver, new Settlement.Unused(true)));
        assertEquals(
                before.reservation().toString(), other.router.settled.take().getReservationId());
        assertTrue(other.router.settled.take().hasUnused());
        onEventLoop(() -> client.reroute(query, failedOver, null, NanoUsd.ZERO));
        assertEquals(
                failedOver.reservation().toString(),
                other.router.rerouted.take().getReservationId());
    }

    @Test
    void preferredRouterSilent_isLeftAfterAWhile_andThenAvoided() throws Exception {
        one.router.holdAnswers();
        RouteQuery query = preferring(one);
        assertEquals(other.routerAddress(), routed(query).router());
        assertEquals(1, one.router.routed.size());
        assertEquals(other.routerAddress(), routed(query).router());
        assertEquals(1, one.router.routed.size(), "asked again while it is avoided");
    }

    @Test
    void preferredRouterSlow_butAnsweringOthers_isWaitedFor() throws Exception {
        RouteQuery query = preferring(one);
        one.router.holdNextAnswer();
        CompletableFuture<Routing> slow = begun(() -> client.route(query));
        one.router.awaitHeldAlone();
        assertEquals(one.routerAddress(), routed(query).router());

        Thread.sleep(routerKeys.failoverAfter().plusMillis(300));

        assertTrue(other.router.routed.isEmpty(), "the next was asked as well");
        one.router.answerHeldAlone();
        Routing answered = slow.get(5, TimeUnit.SECONDS);
        assertEquals(
                one.routerAddress(),
                assertInstanceOf(Routing.Placed.class, answered).routed().router());
    }

    @Test
    void answerThatComesTooLate_isGivenBack_andTheOtherRoutersStands() throws Exception {
        one.router.holdAnswers();
        Routed taken = routed(preferring(one));
        assertEquals(other.routerAddress(), taken.router());
        assertTrue(one.router.settled.isEmpty());

        one.router.answerHeld();

        SettleRequest givenBack = Objects.requireNonNull(one.router.settled.poll(5, TimeUnit.SECONDS));
        assertTrue(givenBack.hasUnused());
        assertEquals(1, givenBack.getAttempt());
        assertNotEquals(taken.reservation().toString(), givenBack.getReservationId());
        assertTrue(other.router.settled.isEmpty());
    }

    @Test
    void answerThatNeverComes_isGivenUpAfterAWhile() throws Exception {
        one.router.holdAnswers();
        routed(preferring(one));
        one.router.awaitCancelled();
        one.router.answerHeld();
        assertNull(one.router.settled.poll(200, TimeUnit.MILLISECONDS));
    }

    @Test
    void preferredRouterCutOffFromAccounting_theNextRoutes() throws Exception {
        one.router.refuse(RouteRefused.newBuilder().setReason(RouteRefused.Reason.ACCOUNTING_UNAVAILABLE));
        assertEquals(other.routerAddress(), routed(preferring(one)).router());
    }

    @Test
    void refusalOnTheRequestItself_isFinal() throws Exception {
        one.router.refuse(RouteRefused.newBuilder().setReason(RouteRefused.Reason.BUDGET_EXHAUSTED));
        Routing refused = onEventLoop(() -> client.route(preferring(one)));
        assertInstanceOf(
                RouteRefusal.BudgetExhausted.class,
                assertInstanceOf(Routing.NotPlaced.class, refused).refusal());
        assertTrue(other.router.routed.isEmpty());
    }

    @Test
    void reservationOfARouterThatIsGone_isNotTakenElsewhere() throws Exception {
        RouteQuery query = preferring(one);
        Routed placed = routed(query);
        assertEquals(one.routerAddress(), placed.router());
        one.close();
        Routing again = onEventLoop(() -> client.reroute(query, placed, null, NanoUsd.ZERO));
        assertInstanceOf(
                RouteRefusal.RouterUnreachable.class,
                assertInstanceOf(Routing.NotPlaced.class, again).refusal());
        assertEquals(placed.budget(), onEventLoop(() -> client.settle(placed, new Settlement.Unheard(false))));
        assertTrue(other.router.rerouted.isEmpty() && other.router.settled.isEmpty());
    }

    @Test
    void furtherAttempt_mayCostWhatTheRequestWasNotYetCharged() throws Exception {
        RouteQuery query = costingAtMost(NanoUsd.of(100));
        Routed placed = routed(query);

        onEventLoop(() -> client.reroute(query, placed, null, NanoUsd.of(30)));
        onEventLoop(() -> client.reroute(query, placed, null, NanoUsd.of(130)));

        FakeRouter asked = placed.router().equals(one.routerAddress()) ? one.router : other.router;
        assertEquals(70, asked.rerouted.take().getRequest().getCostMaxNanoUsd());
        RouteRequest nothingLeft = asked.rerouted.take().getRequest();
        assertTrue(nothingLeft.hasCostMaxNanoUsd());
        assertEquals(0, nothingLeft.getCostMaxNanoUsd());
    }

    private static RouteQuery costingAtMost(NanoUsd cost) {
        ChatRequest hi = ChatRequests.hi();
        Tenant tenant = new Tenant(new OrganisationId("o"), new TeamId("t"), new ProjectId("p"), "k", "");
        ChatRequest capped = new ChatRequest(
                hi.model(),
                hi.messages(),
                hi.tools(),
                hi.sampling(),
                hi.output(),
                new Wishes(null, cost, null),
                hi.delivery(),
                hi.metadata());
        return RouteQuery.of(tenant, capped, "r", 8192);
    }

    @Test
    void lookUpThatFails_losesNoRouterThatRoutes() throws Exception {
        CatalogueClient catalogue = new CatalogueClient(calls, callKeys, routers);
        FeedbackClient feedback = new FeedbackClient(calls, callKeys, routers);
        RouteQuery query = preferring(one);
        List<Runnable> faults = List.of(
                () -> one.router.failLookUps(GrpcStatus.INVALID_ARGUMENT),
                () -> one.router.failLookUps(GrpcStatus.UNAVAILABLE),
                () -> {
                    one.router.failLookUps(GrpcStatus.OK);
                    one.router.ignoreLookUps();
                });
        for (Runnable fault : faults) {
            fault.run();
            assertInstanceOf(Catalogue.Models.Listed.class, onEventLoop(() -> catalogue.models(query.tenant())));
            onEventLoop(() ->
                    feedback.rate(query.tenant(), ReservationId.at(Instant.EPOCH), "ann", new Remark.Thumbs(true)));
            assertEquals(one.routerAddress(), routed(query).router());
        }
    }

    @Test
    void lookUp_ofARouterThatIsGone_losesIt() throws Exception {
        CatalogueClient catalogue = new CatalogueClient(calls, callKeys, routers);
        RouteQuery query = preferring(one);
        one.close();
        onEventLoop(() -> catalogue.models(query.tenant()));
        assertEquals(other.routerAddress(), first(query));
    }

    @Test
    void explanation_ofARouterThatIsCutOff_doesNotBringItBack() throws Exception {
        CatalogueClient catalogue = new CatalogueClient(calls, callKeys, routers);
        RouteQuery query = preferring(one);
        RouteRefused.Builder cutOff = RouteRefused.newBuilder().setReason(RouteRefused.Reason.ACCOUNTING_UNAVAILABLE);
        one.router.refuse(cutOff);
        assertEquals(other.routerAddress(), routed(query).router());
        other.router.refuse(cutOff);

        assertInstanceOf(Catalogue.Preview.NotShown.class, onEventLoop(() -> catalogue.explain(query)));

        assertEquals(1, one.router.explained.size());
        assertEquals(other.routerAddress(), first(query));
    }

    private String first(RouteQuery query) {
        return routers.of(query.tenant().organisation()).getFirst().name();
    }

    @Test
    void decision_isToldByAnyRouter() throws Exception {
        CatalogueClient catalogue = new CatalogueClient(calls, callKeys, routers);
        Tenant tenant = new Tenant(new OrganisationId("org-demo"), new TeamId("t"), new ProjectId("p"), "k", "");
        ReservationId known = ReservationId.parse(FakeRouter.KNOWN_DECISION);
        one.close();
        assertInstanceOf(Catalogue.Explanation.Found.class, onEventLoop(() -> catalogue.decision(tenant, known)));
        assertInstanceOf(Catalogue.Models.Listed.class, onEventLoop(() -> catalogue.models(tenant)));
        ReservationId unknown = ReservationId.at(Instant.EPOCH);
        assertInstanceOf(Catalogue.Explanation.NotFound.class, onEventLoop(() -> catalogue.decision(tenant, unknown)));
    }
}
