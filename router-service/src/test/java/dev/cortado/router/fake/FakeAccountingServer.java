package dev.cortado.router.fake;

import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.contracts.v1.DrainReply;
import dev.cortado.contracts.v1.GetPathReply;
import dev.cortado.contracts.v1.HeartbeatReply;
import dev.cortado.contracts.v1.Lane;
import dev.cortado.contracts.v1.LeaseGrant;
import dev.cortado.contracts.v1.LeaseGranted;
import dev.cortado.contracts.v1.LeaseRefused;
import dev.cortado.contracts.v1.LeaseReply;
import dev.cortado.contracts.v1.LeaseRequest;
import dev.cortado.contracts.v1.PathCounter;
import dev.cortado.contracts.v1.PriceBook;
import dev.cortado.contracts.v1.PriceRow;
import dev.cortado.contracts.v1.RegisterReply;
import dev.cortado.contracts.v1.SessionClass;
import dev.cortado.contracts.v1.SessionServiceGrpc;
import dev.cortado.contracts.v1.SessionTimes;
import dev.cortado.contracts.v1.TokenPrices;
import dev.cortado.contracts.v1.WatchEvent;
import dev.cortado.router.accounting.LeaseAnswer;
import dev.cortado.router.accounting.LeaseMessage;
import dev.cortado.router.grpc.Wire;
import dev.cortado.router.tenant.LimitCounter;
import dev.cortado.router.tenant.LimitUnit;
import io.grpc.MethodDescriptor;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.grpcio.server.GrpcIoServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// Accounting behind gRPC, in memory: one hard money limit in counter 1 for everybody, and the demo's prices.
public final class FakeAccountingServer {

    /// System property: how late leases are answered. A property, since Quarkus loads this class a second time.
    public static final String LEASE_DELAY_MILLIS = "cortado.test.lease-delay-millis";

    private static final long TTL_MILLIS = 15_000;

    public final Ledger ledger = new Ledger();
    /// The path's tenant is suspended where its organisation is this one.
    public static final String SUSPENDED = "org-suspended";

    private final AtomicLong sessions = new AtomicLong();
    private final Map<Long, SessionClass> live = new ConcurrentHashMap<>();
    private final List<String> variants;
    private final HttpServer server;

    public FakeAccountingServer(Vertx vertx, int port, long capNanoUsd, List<String> variants) {
        this.variants = variants;
        ledger.counter(1, LimitUnit.NANO_USD, capNanoUsd, Instant.now().plusSeconds(86_400));
        GrpcIoServer grpc = GrpcIoServer.server(vertx);
        answer(grpc, SessionServiceGrpc.getRegisterMethod(), request -> {
            live.values().remove(request.getClass_());
            long session = sessions.incrementAndGet();
            live.put(session, request.getClass_());
            return RegisterReply.newBuilder()
                    .setSessionId(session)
                    .setUsagePartitions(4)
                    .setTimes(times(request.getClass_()))
                    .build();
        });
        answer(
                grpc,
                SessionServiceGrpc.getHeartbeatMethod(),
                request -> HeartbeatReply.newBuilder()
                        .setEnded(!live.containsKey(request.getSessionId()))
                        .setTimes(times(live.getOrDefault(request.getSessionId(), SessionClass.SESSION_CLASS_LONG)))
                        .build());
        answer(grpc, SessionServiceGrpc.getDrainMethod(), _ -> DrainReply.getDefaultInstance());
        grpc.callHandler(
                SessionServiceGrpc.getLeaseMethod(),
                call -> call.handler(request -> vertx.setTimer(
                        Long.getLong(LEASE_DELAY_MILLIS, 1),
                        _ -> call.response().end(lease(request)))));
        answer(
                grpc,
                SessionServiceGrpc.getGetPathMethod(),
                request -> GetPathReply.newBuilder()
                        .setKnown(true)
                        .setSuspended(request.getTenant().getOrganisationId().equals(SUSPENDED))
                        .setSuspendedNode("team team-7")
                        .setPathVersion(1)
                        .setAsOf(Wire.ofInstant(Instant.now()))
                        .addAllCounters(ledger.path(Instant.now(), 1).stream()
                                .map(FakeAccountingServer::counter)
                                .toList())
                        .build());
        grpc.callHandler(
                SessionServiceGrpc.getWatchMethod(),
                call -> call.handler(_ -> call.response()
                        .write(WatchEvent.newBuilder().setPriceBook(prices()).build())));
        server = vertx.createHttpServer()
                .requestHandler(grpc)
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    public int port() {
        return server.actualPort();
    }

    public long granted() {
        return live.keySet().stream()
                .mapToLong(session -> ledger.granted(session, 1))
                .sum();
    }

    private static SessionTimes times(SessionClass sessionClass) {
        Instant now = Instant.now();
        long life = sessionClass == SessionClass.SESSION_CLASS_SHORT ? 35_000 : 600_000;
        return SessionTimes.newBuilder()
                .setNow(Wire.ofInstant(now))
                .setAdmitUntil(Wire.ofInstant(now.plusMillis(TTL_MILLIS)))
                .setVoidBy(Wire.ofInstant(now.plusMillis(TTL_MILLIS + life)))
                .setTtlMillis(TTL_MILLIS)
                .setSkewMaxMillis(1_000)
                .setConfigurationVersion(1)
                .build();
    }

    private LeaseReply lease(LeaseRequest request) {
        LeaseMessage message = new LeaseMessage(
                new SessionId(request.getSessionId()),
                request.getSeq(),
                request.getRequestId(),
                request.getWantsList().stream()
                        .map(want -> new LeaseMessage.Want(
                                new CounterId(want.getCounterId()), want.getFloorTotal(), want.getWantTotal()))
                        .toList(),
                request.hasWaitingSince() ? Wire.toInstant(request.getWaitingSince()) : null);
        return switch (ledger.lease(message, Instant.now())) {
            case LeaseAnswer.Granted(var grants, Instant asOf) ->
                LeaseReply.newBuilder()
                        .setAsOf(Wire.ofInstant(asOf))
                        .setGranted(LeaseGranted.newBuilder()
                                .addAllGrants(grants.stream()
                                        .map(FakeAccountingServer::grant)
                                        .toList()))
                        .build();
            case LeaseAnswer.Refused(var refusal, String text) ->
                LeaseReply.newBuilder()
                        .setRefused(LeaseRefused.newBuilder()
                                .setReason(LeaseRefused.Reason.valueOf(refusal.name()))
                                .setMessage(text))
                        .build();
        };
    }

    private static LeaseGrant grant(LeaseAnswer.Grant grant) {
        return LeaseGrant.newBuilder()
                .setLeaseId(grant.lease().value())
                .setCounterId(grant.counter().value())
                .setGrantedTotal(grant.total())
                .setWindowEnd(Wire.ofInstant(grant.windowEnd()))
                .setCapInForce(grant.cap())
                .setCommitted(grant.committed())
                .build();
    }

    private static PathCounter counter(LimitCounter counter) {
        return PathCounter.newBuilder()
                .setCounterId(counter.id().value())
                .setLimitId(counter.limit().value())
                .setUnit(Wire.ofUnit(counter.unit()))
                .setHard(counter.hard())
                .setWindowEnd(Wire.ofInstant(counter.windowEnd()))
                .setCapInForce(counter.cap())
                .setCommitted(counter.committed())
                .build();
    }

    private PriceBook prices() {
        PriceBook.Builder book =
                PriceBook.newBuilder().setPriceVersion("demo-1").setEffectiveAt(Wire.ofInstant(Instant.EPOCH));
        long price = 20_000;
        for (String variant : variants) {
            book.addRows(PriceRow.newBuilder()
                    .setVariantId(variant)
                    .setLane(Lane.LANE_REALTIME)
                    .setPrices(TokenPrices.newBuilder()
                            .setPriceVersion("demo-1")
                            .setPromptPicoUsd(price)
                            .setCachedPromptPicoUsd(price)
                            .setCompletionPicoUsd(price * 4)));
            price *= 5;
        }
        return book.build();
    }

    private static <Q, A> void answer(GrpcIoServer grpc, MethodDescriptor<Q, A> method, Function<Q, A> work) {
        grpc.callHandler(method, call -> call.handler(request -> call.response().end(work.apply(request))));
    }
}
