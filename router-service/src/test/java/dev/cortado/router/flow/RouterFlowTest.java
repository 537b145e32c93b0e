package dev.cortado.router.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.v1.AttemptToken;
import dev.cortado.contracts.v1.CountedBy;
import dev.cortado.contracts.v1.FinishReason;
import dev.cortado.contracts.v1.GetDecisionReply;
import dev.cortado.contracts.v1.GetDecisionRequest;
import dev.cortado.contracts.v1.LeaseCharge;
import dev.cortado.contracts.v1.ListModelsRequest;
import dev.cortado.contracts.v1.MeteredTokens;
import dev.cortado.contracts.v1.ModelView;
import dev.cortado.contracts.v1.Receipt;
import dev.cortado.contracts.v1.Refusal;
import dev.cortado.contracts.v1.RefusalReason;
import dev.cortado.contracts.v1.RerouteRequest;
import dev.cortado.contracts.v1.RouteRefused;
import dev.cortado.contracts.v1.RouteReply;
import dev.cortado.contracts.v1.RouteRequest;
import dev.cortado.contracts.v1.Routed;
import dev.cortado.contracts.v1.RouterServiceGrpc;
import dev.cortado.contracts.v1.SettleReply;
import dev.cortado.contracts.v1.SettleRequest;
import dev.cortado.contracts.v1.TenantPath;
import dev.cortado.contracts.v1.TokenUsage;
import dev.cortado.contracts.v1.Unused;
import dev.cortado.router.fake.FakeAccountingServer;
import dev.cortado.router.fake.FakeNodeServer;
import dev.cortado.router.grpc.RouterServer;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class RouterFlowTest {

    private static final TenantPath TENANT = tenant("org-demo", "project-demo");
    private final Signer node = Signer.ofConfiguration(Neighbours.KEYS);

    @Inject
    RouterServer server;

    @Inject
    Pool database;

    @Inject
    MeterRegistry meters;

    private ManagedChannel channel;
    private RouterServiceGrpc.RouterServiceBlockingStub router;

    @BeforeEach
    void connect() throws InterruptedException {
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .build();
        router = RouterServiceGrpc.newBlockingStub(channel);
        await(() -> router.listModels(ListModelsRequest.getDefaultInstance()).getModelsList().stream()
                        .filter(ModelView::getAvailable)
                        .count()
                == 7);
        await(() -> router.listModels(ListModelsRequest.getDefaultInstance())
                .getModels(1)
                .hasPrices());
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void routeSettleGetDecision_receipt_tellsOneCostEverywhere() throws Exception {
        Routed routed = routed(router.route(request("auto").build()));
        AttemptToken token = SignedMessages.open(node, routed.getToken(), AttemptToken.getDefaultInstance())
                .orElseThrow();
        assertEquals("qwen2.5-coder-0.5b-instruct-q4_k_m", token.getVariantId());
        assertEquals(FakeNodeServer.INCARNATION, token.getNodeIncarnation());
        assertEquals(routed.getHoldNanoUsd(), token.getHolds(0).getAmount());
        assertEquals(routed.getReservationId(), token.getReservationId());
        assertFalse(decision(routed).hasCostNanoUsd(), "open");

        SettleReply settled = router.settle(settle(token, receipt(token, 12_345)));

        assertTrue(settled.getAccepted());
        GetDecisionReply decision = decision(routed);
        assertEquals(12_345, decision.getCostNanoUsd());
        assertEquals("settled", decision.getAttempts(0).getState());
        assertEquals(7, decision.getAttempts(0).getUsage().getCompletion().getCount());
        assertEquals(3, decision.getCandidatesCount());
        SettleReply repeated = router.settle(settle(token, receipt(token, 12_345)));
        assertTrue(repeated.getAccepted());
        assertEquals(
                settled.getBudget().getRemainingNanoUsd(),
                repeated.getBudget().getRemainingNanoUsd(),
                "repeating changes nothing");
        await(() -> storedCost(routed.getReservationId()) == 12_345);
    }

    @Test
    void route_rerun_namesTheFirstRunInItsToken() {
        String first = ReservationId.at(Instant.now()).toString();
        Routed routed = routed(router.route(request("small").setRerunOf(first).build()));
        assertEquals(first, token(routed).getRerunOf());
        router.settle(settle(token(routed), receipt(token(routed), 1)));

        Routed fresh = routed(router.route(request("small").build()));
        assertEquals("", token(fresh).getRerunOf());
        router.settle(settle(token(fresh), receipt(token(fresh), 1)));

        StatusRuntimeException refused = assertThrows(
                StatusRuntimeException.class,
                () -> router.route(request("small").setRerunOf("yesterday's").build()));
        assertEquals(Status.Code.INVALID_ARGUMENT, refused.getStatus().getCode());
    }

    @Test
    void settle_wrongSignature_isNotAccepted() {
        Routed routed = routed(router.route(request("small").build()));
        AttemptToken token = token(routed);
        Signer stranger = Signer.ofConfiguration("test:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=");
        SettleRequest forged = SettleRequest.newBuilder()
                .setReservationId(token.getReservationId())
                .setAttempt(1)
                .setReceipt(SignedMessages.sign(stranger, receipt(token, 1)))
                .build();

        assertFalse(router.settle(forged).getAccepted());
        assertFalse(decision(routed).hasCostNanoUsd());
        router.settle(settle(token, receipt(token, 1)));
    }

    @Test
    void settle_unused_isReleasedInTheDecisionAtNoCost() {
        Routed routed = routed(router.route(request("small").build()));
        SettleRequest unused = SettleRequest.newBuilder()
                .setReservationId(routed.getReservationId())
                .setAttempt(1)
                .setUnused(Unused.getDefaultInstance())
                .build();

        assertTrue(router.settle(unused).getAccepted());

        GetDecisionReply decision = decision(routed);
        assertEquals("released", decision.getAttempts(0).getState());
        assertTrue(decision.hasCostNanoUsd());
        assertEquals(0, decision.getCostNanoUsd());
        assertTrue(router.settle(unused).getAccepted(), "repeating changes nothing");
    }

    @Test
    void reroute_refusedAttempt_placesTheNextElsewhere() {
        Routed first = routed(router.route(request("auto").build()));
        AttemptToken token = token(first);
        RerouteRequest reroute = RerouteRequest.newBuilder()
                .setReservationId(first.getReservationId())
                .setFailedAttempt(1)
                .setRefusal(SignedMessages.sign(
                        node,
                        Refusal.newBuilder()
                                .setReservationId(token.getReservationId())
                                .setAttempt(1)
                                .setNodeId(token.getNodeId())
                                .setNodeIncarnation(token.getNodeIncarnation())
                                .setReason(RefusalReason.REFUSAL_REASON_VARIANT_NOT_LOADED)
                                .build()))
                .setRequest(request("auto"))
                .build();

        Routed second = routed(router.reroute(reroute));

        assertEquals(2, second.getAttempt());
        assertEquals("cpu-large", second.getPoolId());
        router.settle(settle(token(second), receipt(token(second), 500)));
        assertEquals(500, decision(first).getCostNanoUsd());
        assertEquals("refused", decision(first).getAttempts(0).getState());
    }

    @Test
    void getDecision_anotherProject_isNotKnown() {
        Routed routed = routed(router.route(request("small").build()));
        GetDecisionRequest other = GetDecisionRequest.newBuilder()
                .setTenant(tenant("org-demo", "project-other"))
                .setReservationId(routed.getReservationId())
                .build();

        assertFalse(router.getDecision(other).getKnown());
        router.settle(settle(token(routed), receipt(token(routed), 1)));
    }

    @Test
    void route_unknownModel_namesWhatExists() {
        RouteRefused refused = refused(router.route(request("gpt-4").build()));

        assertEquals(RouteRefused.Reason.UNKNOWN_MODEL, refused.getReason());
        assertEquals(8, refused.getModelsCount());
    }

    @Test
    void route_suspendedTenant_isRefused() {
        RouteRequest request = request("auto")
                .setTenant(tenant(FakeAccountingServer.SUSPENDED, "project-demo"))
                .build();

        RouteRefused refused = refused(router.route(request));
        assertEquals(RouteRefused.Reason.TENANT_SUSPENDED, refused.getReason());
        assertEquals("team team-7 is suspended", refused.getMessage());
    }

    @Test
    void route_noTenant_isInvalidArgument() {
        StatusRuntimeException refused = assertThrows(
                StatusRuntimeException.class,
                () -> router.route(request("auto").clearTenant().build()));

        assertEquals(Status.Code.INVALID_ARGUMENT, refused.getStatus().getCode());
    }

    @Test
    void route_callerGoesAway_leavesNoHold() throws Exception {
        double open = openHolds();
        System.setProperty(FakeAccountingServer.LEASE_DELAY_MILLIS, "300");
        try {
            StatusRuntimeException gone = assertThrows(
                    StatusRuntimeException.class,
                    () -> router.withDeadlineAfter(Duration.ofMillis(100))
                            .route(request("auto").setRequestId("gone").build()));
            assertEquals(Status.Code.DEADLINE_EXCEEDED, gone.getStatus().getCode());
            await(() -> stored("select count(*) from router.attempt join router.decision using (reservation)"
                            + " where request_id = 'gone' and state = 'released'")
                    == 1);
        } finally {
            System.clearProperty(FakeAccountingServer.LEASE_DELAY_MILLIS);
        }
        assertEquals(open, openHolds());
    }

    @Test
    void listModels_everyName_hasPricesAndAvailability() {
        var models = router.listModels(ListModelsRequest.getDefaultInstance()).getModelsList();

        assertEquals(
                "auto,small,medium,large",
                models.stream().limit(4).map(ModelView::getId).collect(Collectors.joining(",")));
        assertEquals("tier", models.get(1).getKind());
        assertEquals(20_000, models.get(1).getPrices().getPromptPicoUsd());
    }

    private double openHolds() {
        return meters.get("cortado.router.holds.open").gauge().value();
    }

    private long stored(String sql) {
        return database.query(sql)
                .execute()
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .iterator()
                .next()
                .getLong(0);
    }

    private long storedCost(String reservation) {
        return database.preparedQuery(
                        "select coalesce(sum(cost_nano_usd), -1) from router.attempt where reservation = $1")
                .execute(io.vertx.sqlclient.Tuple.of(UUID.fromString(reservation)))
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .iterator()
                .next()
                .getBigDecimal(0)
                .longValue();
    }

    private GetDecisionReply decision(Routed routed) {
        return router.getDecision(GetDecisionRequest.newBuilder()
                .setTenant(TENANT)
                .setReservationId(routed.getReservationId())
                .build());
    }

    private AttemptToken token(Routed routed) {
        return SignedMessages.open(node, routed.getToken(), AttemptToken.getDefaultInstance())
                .orElseThrow();
    }

    private SettleRequest settle(AttemptToken token, Receipt receipt) {
        return SettleRequest.newBuilder()
                .setReservationId(token.getReservationId())
                .setAttempt(token.getAttempt())
                .setReceipt(SignedMessages.sign(node, receipt))
                .build();
    }

    private static Receipt receipt(AttemptToken token, long cost) {
        MeteredTokens seven = MeteredTokens.newBuilder()
                .setCount(7)
                .setCountedBy(CountedBy.COUNTED_BY_ENGINE)
                .build();
        return Receipt.newBuilder()
                .setReservationId(token.getReservationId())
                .setAttempt(token.getAttempt())
                .setNodeId(token.getNodeId())
                .setNodeIncarnation(token.getNodeIncarnation())
                .setCostNanoUsd(cost)
                .setUsage(TokenUsage.newBuilder().setPrompt(seven).setCompletion(seven))
                .setFinishReason(FinishReason.FINISH_REASON_STOP)
                .addCharges(LeaseCharge.newBuilder()
                        .setLeaseId(token.getHolds(0).getLeaseId())
                        .setCounterId(token.getHolds(0).getCounterId())
                        .setUnit(token.getHolds(0).getUnit())
                        .setHeld(token.getHolds(0).getAmount())
                        .setCharged(cost))
                .build();
    }

    private static RouteRequest.Builder request(String model) {
        return RouteRequest.newBuilder()
                .setTenant(TENANT)
                .setModel(model)
                .setPromptBytes(400)
                .setMessageCount(1)
                .setCompletionTokensMax(1_024)
                .setRequestId("request-1")
                .addCapabilities("stream");
    }

    private static TenantPath tenant(String organisation, String project) {
        return TenantPath.newBuilder()
                .setOrganisationId(organisation)
                .setTeamId("team-demo")
                .setProjectId(project)
                .setKeyId("key-demo")
                .build();
    }

    private static Routed routed(RouteReply reply) {
        assertTrue(reply.hasRouted(), reply::toString);
        return reply.getRouted();
    }

    private static RouteRefused refused(RouteReply reply) {
        assertTrue(reply.hasRefused(), reply::toString);
        return reply.getRefused();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < until, "waited for 10 s");
            Thread.sleep(Duration.ofMillis(20));
        }
    }
}
