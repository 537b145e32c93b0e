package dev.cortado.gateway.fake;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.v1.AttemptView;
import dev.cortado.contracts.v1.BoughtSum;
import dev.cortado.contracts.v1.BudgetView;
import dev.cortado.contracts.v1.CandidatePlace;
import dev.cortado.contracts.v1.CandidateView;
import dev.cortado.contracts.v1.CompareTrialReply;
import dev.cortado.contracts.v1.CompareTrialRequest;
import dev.cortado.contracts.v1.DayBought;
import dev.cortado.contracts.v1.EstimatePolicyReply;
import dev.cortado.contracts.v1.EstimatePolicyRequest;
import dev.cortado.contracts.v1.EstimateRefused;
import dev.cortado.contracts.v1.EstimatedInterval;
import dev.cortado.contracts.v1.EstimatedPolicy;
import dev.cortado.contracts.v1.ExplainReply;
import dev.cortado.contracts.v1.Explained;
import dev.cortado.contracts.v1.FeedbackServiceGrpc;
import dev.cortado.contracts.v1.FinishReason;
import dev.cortado.contracts.v1.FrontierPoint;
import dev.cortado.contracts.v1.FrontierView;
import dev.cortado.contracts.v1.GetDecisionReply;
import dev.cortado.contracts.v1.GetDecisionRequest;
import dev.cortado.contracts.v1.GetUtilityReportRequest;
import dev.cortado.contracts.v1.HedgeRequest;
import dev.cortado.contracts.v1.Lane;
import dev.cortado.contracts.v1.LeftOutView;
import dev.cortado.contracts.v1.ListModelsReply;
import dev.cortado.contracts.v1.ModelView;
import dev.cortado.contracts.v1.RateRefused;
import dev.cortado.contracts.v1.RateReply;
import dev.cortado.contracts.v1.RateRequest;
import dev.cortado.contracts.v1.Rated;
import dev.cortado.contracts.v1.ReportServiceGrpc;
import dev.cortado.contracts.v1.RerouteRequest;
import dev.cortado.contracts.v1.RoutePolicy;
import dev.cortado.contracts.v1.RouteRefused;
import dev.cortado.contracts.v1.RouteReply;
import dev.cortado.contracts.v1.RouteRequest;
import dev.cortado.contracts.v1.Routed;
import dev.cortado.contracts.v1.RouterServiceGrpc;
import dev.cortado.contracts.v1.SettleReply;
import dev.cortado.contracts.v1.SettleRequest;
import dev.cortado.contracts.v1.Signed;
import dev.cortado.contracts.v1.StepView;
import dev.cortado.contracts.v1.TokenPrices;
import dev.cortado.contracts.v1.TrialCompared;
import dev.cortado.contracts.v1.TrialMeans;
import dev.cortado.contracts.v1.TrialPart;
import dev.cortado.contracts.v1.TrialServiceGrpc;
import dev.cortado.contracts.v1.TrialSide;
import dev.cortado.contracts.v1.TrialUnknown;
import dev.cortado.contracts.v1.UtilityReport;
import dev.cortado.contracts.v1.VariantBought;
import io.grpc.MethodDescriptor;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcServer;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A router that routes everything to the fake node, or refuses as told.
public final class FakeRouter {

    public static final String KNOWN_DECISION = "01890a5d-ac96-774b-bcce-b302099a8057";
    public static final Instant RENEWS_AT = Instant.parse("2026-12-01T00:00:00Z");

    public final BlockingQueue<RouteRequest> routed = new LinkedBlockingQueue<>();
    public final BlockingQueue<RouteRequest> explained = new LinkedBlockingQueue<>();
    public final BlockingQueue<RerouteRequest> rerouted = new LinkedBlockingQueue<>();
    public final BlockingQueue<HedgeRequest> hedged = new LinkedBlockingQueue<>();
    public final BlockingQueue<SettleRequest> settled = new LinkedBlockingQueue<>();
    public final BlockingQueue<RateRequest> rated = new LinkedBlockingQueue<>();
    public final BlockingQueue<GetUtilityReportRequest> reported = new LinkedBlockingQueue<>();

    public final BlockingQueue<CompareTrialRequest> compared = new LinkedBlockingQueue<>();
    public final BlockingQueue<EstimatePolicyRequest> judged = new LinkedBlockingQueue<>();

    private final Semaphore cancelled = new Semaphore(0);
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    private volatile boolean holding;
    private final AtomicBoolean holdingNext = new AtomicBoolean();
    private final Queue<Runnable> heldAlone = new ConcurrentLinkedQueue<>();
    private volatile @Nullable RouteRefused rerouteRefused;
    private volatile GrpcStatus lookUpStatus = GrpcStatus.OK;
    private volatile boolean ignoringLookUps;
    private volatile Function<RouteRequest, RouteReply> answer = this::place;
    private volatile String nodeAddress;

    private final String otherNodeAddress;

    /// @param otherNodeAddress where hedges go
    FakeRouter(String nodeAddress, String otherNodeAddress) {
        this.nodeAddress = nodeAddress;
        this.otherNodeAddress = otherNodeAddress;
    }

    public void reset(String address) {
        nodeAddress = address;
        answer = this::place;
        routed.clear();
        explained.clear();
        rerouted.clear();
        hedged.clear();
        settled.clear();
        rated.clear();
        judged.clear();
        compared.clear();
        holding = false;
        rerouteRefused = null;
        lookUpStatus = GrpcStatus.OK;
        ignoringLookUps = false;
        held.clear();
        holdingNext.set(false);
        heldAlone.clear();
    }

    /// Answers lists of models and ratings with this status.
    public void failLookUps(GrpcStatus status) {
        lookUpStatus = status;
    }

    /// Leaves lists of models and ratings unanswered.
    public void ignoreLookUps() {
        ignoringLookUps = true;
    }

    public void refuseReroutes(RouteRefused.Builder refused) {
        rerouteRefused = refused.build();
    }

    /// Keeps the answers to Route back until [#answerHeld].
    public void holdAnswers() {
        holding = true;
    }

    public void answerHeld() {
        holding = false;
        answerAll(held);
    }

    /// Keeps the next answer to Route back until [#answerHeldAlone], and no other.
    public void holdNextAnswer() {
        holdingNext.set(true);
    }

    public void awaitHeldAlone() throws InterruptedException {
        for (int i = 0; heldAlone.isEmpty(); i++) {
            if (i == 1_000) {
                throw new IllegalStateException("no Route came");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    public void answerHeldAlone() {
        answerAll(heldAlone);
    }

    private static void answerAll(Queue<Runnable> answers) {
        for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
            answer.run();
        }
    }

    /// Waits until a caller has given up its Route.
    public void awaitCancelled() throws InterruptedException {
        if (!cancelled.tryAcquire(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no Route was given up");
        }
    }

    public void refuse(RouteRefused.Builder refused) {
        answer = _ -> RouteReply.newBuilder().setRefused(refused).build();
    }

    void serve(GrpcServer server) {
        server.callHandler(
                served(RouterServiceGrpc.getRouteMethod()),
                call -> call.handler(request -> {
                    Context loop = Objects.requireNonNull(Vertx.currentContext());
                    call.response().exceptionHandler(_ -> cancelled.release());
                    (holdingNext.compareAndSet(true, false) ? heldAlone : held)
                            .add(() -> loop.runOnContext(_ -> call.response().end(answer.apply(request))));
                    routed.add(request);
                    if (!holding) {
                        answerHeld();
                    }
                }));
        unary(server, RouterServiceGrpc.getRerouteMethod(), request -> {
            rerouted.add(request);
            RouteRefused refused = rerouteRefused;
            return refused != null
                    ? RouteReply.newBuilder().setRefused(refused).build()
                    : place(request.getReservationId(), request.getFailedAttempt() + 1);
        });
        unary(server, RouterServiceGrpc.getHedgeMethod(), request -> {
            hedged.add(request);
            return place(request.getReservationId(), request.getRunningAttempt() + 1, otherNodeAddress);
        });
        unary(server, RouterServiceGrpc.getSettleMethod(), request -> {
            settled.add(request);
            return SettleReply.newBuilder()
                    .setAccepted(true)
                    .setBudget(budget(9_000_000_000L))
                    .build();
        });
        unary(server, ReportServiceGrpc.getGetUtilityReportMethod(), request -> {
            reported.add(request);
            return report();
        });
        unary(server, TrialServiceGrpc.getEstimatePolicyMethod(), request -> {
            judged.add(request);
            return judgement(request);
        });
        unary(server, TrialServiceGrpc.getCompareTrialMethod(), request -> {
            compared.add(request);
            return comparison(request);
        });
        lookUp(server, RouterServiceGrpc.getListModelsMethod(), _ -> models());
        unary(server, RouterServiceGrpc.getGetDecisionMethod(), this::decision);
        unary(server, RouterServiceGrpc.getExplainMethod(), request -> {
            explained.add(request);
            RouteReply routing = answer.apply(request);
            return routing.hasRefused()
                    ? ExplainReply.newBuilder().setRefused(routing.getRefused()).build()
                    : ExplainReply.newBuilder().setExplained(explanation()).build();
        });
        lookUp(server, FeedbackServiceGrpc.getRateMethod(), this::rate);
    }

    private <Q, A> void lookUp(GrpcServer server, MethodDescriptor<Q, A> method, Function<Q, A> answer) {
        server.callHandler(
                served(method),
                call -> call.handler(request -> {
                    if (lookUpStatus != GrpcStatus.OK) {
                        call.response().status(lookUpStatus).end();
                    } else if (!ignoringLookUps) {
                        call.response().end(answer.apply(request));
                    }
                }));
    }

    static <Q, A> void unary(GrpcServer server, MethodDescriptor<Q, A> method, Function<Q, A> answer) {
        server.callHandler(
                served(method), call -> call.handler(request -> call.response().end(answer.apply(request))));
    }

    static <Q, A> ServiceMethod<Q, A> served(MethodDescriptor<Q, A> method) {
        String service = Objects.requireNonNull(method.getServiceName());
        return ServiceMethod.server(
                ServiceName.create(service),
                method.getFullMethodName().substring(service.length() + 1),
                GrpcMessageEncoder.marshaller(method.getResponseMarshaller()),
                GrpcMessageDecoder.unmarshaller(method.getRequestMarshaller()));
    }

    private RouteReply place(RouteRequest request) {
        return place(ReservationId.at(Instant.now()).toString(), 1);
    }

    private RouteReply place(String reservation, int attempt) {
        return place(reservation, attempt, nodeAddress);
    }

    private static RouteReply place(String reservation, int attempt, String node) {
        return RouteReply.newBuilder()
                .setRouted(Routed.newBuilder()
                        .setToken(Signed.newBuilder().setPayload(ByteString.copyFromUtf8("token")))
                        .setReservationId(reservation)
                        .setAttempt(attempt)
                        .setNodeId("cpu-small-1")
                        .setNodeAddress(node)
                        .setVariantId("qwen2.5-coder-0.5b-instruct-q4_k_m")
                        .setTier("medium")
                        .setPoolId("cpu-small")
                        .setLane(Lane.LANE_REALTIME)
                        .setPrices(prices())
                        .setHoldNanoUsd(2_000_000)
                        .setCompletionTokensMax(1024)
                        .setBudget(budget(9_500_000_000L))
                        .setUtilityEstimate(.678)
                        .setUtilityProvisional(true)
                        .setFinishBy(timestamp(Instant.now().plusSeconds(300))))
                .build();
    }

    public static BudgetView budget(long remaining) {
        return BudgetView.newBuilder()
                .setLimited(true)
                .setRemainingNanoUsd(remaining)
                .setCapNanoUsd(10_000_000_000L)
                .setRenewsAt(timestamp(RENEWS_AT))
                .setAsOf(timestamp(Instant.parse("2026-11-23T12:00:00Z")))
                .build();
    }

    private static TokenPrices prices() {
        return TokenPrices.newBuilder()
                .setPriceVersion("demo-1")
                .setPromptPicoUsd(100_000)
                .setCachedPromptPicoUsd(100_000)
                .setCompletionPicoUsd(500_000)
                .build();
    }

    private static ListModelsReply models() {
        ModelView variant = ModelView.newBuilder()
                .setId("qwen2.5-coder-0.5b-instruct-q4_k_m")
                .setKind("variant")
                .setTier("medium")
                .setVariantId("qwen2.5-coder-0.5b-instruct-q4_k_m")
                .addPoolIds("cpu-small")
                .setAvailable(true)
                .setContextTokensMax(8192)
                .setUtility(.678)
                .setUtilityProvisional(true)
                .setPrices(prices())
                .setLicence("Apache-2.0")
                .setCreatedEpochSeconds(1_760_000_000)
                .build();
        return ListModelsReply.newBuilder()
                .addModels(ModelView.newBuilder().setId("auto").setKind("auto").setAvailable(true))
                .addModels(variant)
                .build();
    }

    private static UtilityReport report() {
        BoughtSum sum = BoughtSum.newBuilder()
                .setRequests(2)
                .setUtility(1.5)
                .setCostNanoUsd(3_000)
                .setTokens(100)
                .build();
        FrontierPoint here = point(1e-6, .7);
        FrontierPoint best = point(4e-6, .8);
        return UtilityReport.newBuilder()
                .setTotal(sum)
                .setHere(here)
                .setAlwaysBest(best)
                .addCurve(here)
                .addCurve(best)
                .setKnee(here)
                .addVariants(VariantBought.newBuilder().setVariantId("v").setSum(sum))
                .addDays(DayBought.newBuilder().setDay("2026-11-28").setSum(sum))
                .build();
    }

    /// Knows of the knee only.
    private static EstimatePolicyReply judgement(EstimatePolicyRequest request) {
        LeftOutView leftOut = LeftOutView.newBuilder().setCertain(7).build();
        if (request.getPolicy() != RoutePolicy.ROUTE_POLICY_KNEE) {
            return EstimatePolicyReply.newBuilder()
                    .setRefused(EstimateRefused.newBuilder()
                            .setReason(EstimateRefused.Reason.TOO_FEW_RATINGS)
                            .setRatings(12)
                            .setNeeded(100))
                    .setLeftOut(leftOut)
                    .build();
        }
        return EstimatePolicyReply.newBuilder()
                .setEstimated(EstimatedPolicy.newBuilder()
                        .setRatings(400)
                        .setAlike(300)
                        .setUtilityGain(EstimatedInterval.newBuilder().setValue(.125))
                        .setCostIncreaseUsd(EstimatedInterval.newBuilder().setValue(.00025)))
                .setLeftOut(leftOut)
                .build();
    }

    /// Knows of the trial that is set only.
    private static CompareTrialReply comparison(CompareTrialRequest request) {
        if (!request.getName().isEmpty()) {
            return CompareTrialReply.newBuilder()
                    .setUnknown(TrialUnknown.newBuilder().setName(request.getName()))
                    .build();
        }
        return CompareTrialReply.newBuilder()
                .setCompared(TrialCompared.newBuilder()
                        .setName("dearer")
                        .setIsSet(true)
                        .setUsual(TrialSide.newBuilder()
                                .setRequests(60)
                                .setUnits(30)
                                .setRatings(9))
                        .setOther(TrialSide.newBuilder().setRequests(40).setUnits(20))
                        .setMore(TrialMeans.newBuilder()
                                .setRating(EstimatedInterval.newBuilder().setValue(.125))
                                .setChargedUsd(EstimatedInterval.newBuilder().setValue(.00025))))
                .build();
    }

    private static FrontierPoint point(double usd, double utility) {
        return FrontierPoint.newBuilder().setCostUsd(usd).setUtility(utility).build();
    }

    /// A cheap candidate below the floor, the choice, and a dearer one that is better.
    private static Explained explanation() {
        CandidatePlace medium = CandidatePlace.newBuilder()
                .setVariantId("medium-1")
                .setPoolId("cpu-small")
                .build();
        CandidatePlace large = CandidatePlace.newBuilder()
                .setVariantId("large-1")
                .setPoolId("cpu-large")
                .build();
        return Explained.newBuilder()
                .addCandidates(CandidateView.newBuilder()
                        .setVariantId("small-1")
                        .setPoolId("cpu-small")
                        .setUtility(.425)
                        .setUtilityLow(.4)
                        .setUtilityHigh(.45)
                        .setUtilityBasis("calibrated")
                        .setUtilityCorrection(-.125)
                        .setCostNanoUsd(18_000)
                        .setRankedCostNanoUsd(18_000)
                        .setLatencyMillis(800)
                        .setExcludedBecause("below utility 0.6"))
                .addCandidates(CandidateView.newBuilder()
                        .setVariantId("medium-1")
                        .setPoolId("cpu-small")
                        .setUtility(.678)
                        .setCostNanoUsd(111_000)
                        .setRankedCostNanoUsd(120_000)
                        .setChosen(true)
                        .setPlace(1))
                .setFrontier(FrontierView.newBuilder()
                        .setPolicy("knee")
                        .setUtilityFloor(.6)
                        .setFloorSource("default")
                        .setStopUtilityPerUsd(1_950)
                        .setStopSource("table")
                        .setExplored(true)
                        .setPropensity(.01)
                        .setTrial(TrialPart.newBuilder()
                                .setName("dearer")
                                .setArm("shadow")
                                .setWouldTake(large)
                                .setWouldUtility(.819)
                                .setWouldCostNanoUsd(221_000))
                        .addHull(medium)
                        .addHull(large)
                        .setKnee(medium)
                        .setChosen(medium)
                        .addFallbacks(large)
                        .setMore(StepView.newBuilder()
                                .setTo(large)
                                .setUtilityGain(.141)
                                .setCostIncreaseNanoUsd(110_000)
                                .setUtilityPerUsd(1_281.8)))
                .setBudget(budget(9_500_000_000L))
                .build();
    }

    /// Counts every thumb as up, and takes no third rating.
    private RateReply rate(RateRequest request) {
        if (!request.getReservationId().equals(KNOWN_DECISION)
                || !request.getTenant().getOrganisationId().equals("org-demo")) {
            return RateReply.newBuilder()
                    .setRefused(RateRefused.newBuilder().setReason(RateRefused.Reason.UNKNOWN_DECISION))
                    .build();
        }
        rated.add(request);
        if (rated.size() > 2) {
            return RateReply.newBuilder()
                    .setRefused(RateRefused.newBuilder()
                            .setReason(RateRefused.Reason.TOO_MANY)
                            .setMessage("a decision has at most 2 ratings"))
                    .build();
        }
        return RateReply.newBuilder()
                .setRated(Rated.newBuilder()
                        .setReservationId(KNOWN_DECISION)
                        .setKind(request.getRatingCase().name().toLowerCase(Locale.ROOT))
                        .setScore(request.hasScore() ? request.getScore() : 1)
                        .setVariantId("v")
                        .setRatedAt(timestamp(RENEWS_AT)))
                .build();
    }

    private GetDecisionReply decision(GetDecisionRequest request) {
        if (!request.getReservationId().equals(KNOWN_DECISION)
                || !request.getTenant().getOrganisationId().equals("org-demo")) {
            return GetDecisionReply.getDefaultInstance();
        }
        return GetDecisionReply.newBuilder()
                .setKnown(true)
                .setReservationId(KNOWN_DECISION)
                .setRequestedModel("auto")
                .setPolicy("cheapest")
                .setCostNanoUsd(1_234_500)
                .addAttempts(AttemptView.newBuilder()
                        .setAttempt(1)
                        .setVariantId("v")
                        .setState("settled")
                        .setPrices(prices())
                        .setCostNanoUsd(1_234_500)
                        .setFinishReason(FinishReason.FINISH_REASON_STOP))
                .addCandidates(CandidateView.newBuilder().setVariantId("v").setChosen(true))
                .setFrontier(explanation().getFrontier())
                .build();
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
