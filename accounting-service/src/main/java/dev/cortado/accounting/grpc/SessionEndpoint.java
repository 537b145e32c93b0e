package dev.cortado.accounting.grpc;

import dev.cortado.accounting.change.Change;
import dev.cortado.accounting.configuration.Rules;
import dev.cortado.accounting.lease.LeaseOrder;
import dev.cortado.accounting.lease.LeaseWant;
import dev.cortado.accounting.pricing.PriceBook;
import dev.cortado.accounting.session.GrantGate;
import dev.cortado.accounting.session.Heartbeat;
import dev.cortado.accounting.session.SessionClass;
import dev.cortado.accounting.session.SessionRules;
import dev.cortado.accounting.session.UsageLog;
import dev.cortado.accounting.store.PathStore;
import dev.cortado.accounting.store.PriceStore;
import dev.cortado.accounting.store.SessionStore;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.contracts.v1.DrainReply;
import dev.cortado.contracts.v1.DrainRequest;
import dev.cortado.contracts.v1.GetPathReply;
import dev.cortado.contracts.v1.GetPathRequest;
import dev.cortado.contracts.v1.HeartbeatReply;
import dev.cortado.contracts.v1.HeartbeatRequest;
import dev.cortado.contracts.v1.LeaseReply;
import dev.cortado.contracts.v1.LeaseRequest;
import dev.cortado.contracts.v1.PathChanged;
import dev.cortado.contracts.v1.RegisterReply;
import dev.cortado.contracts.v1.RegisterRequest;
import dev.cortado.contracts.v1.SessionService;
import dev.cortado.contracts.v1.WatchEvent;
import dev.cortado.contracts.v1.WatchRequest;
import io.grpc.Status;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/// Sessions and leases for routers.
@GrpcService
public class SessionEndpoint implements SessionService {

    private static final int ROUTER_NAME_LENGTH_MAX = 128;

    private final SessionStore sessions;
    private final Leasing leasing;
    private final PathStore paths;
    private final PriceStore prices;
    private final Pushes pushes;
    private final UsageLog log;
    private final GrantGate gate;
    private final SessionRules rules;

    SessionEndpoint(
            SessionStore sessions,
            Leasing leasing,
            PathStore paths,
            PriceStore prices,
            Pushes pushes,
            UsageLog log,
            GrantGate gate,
            Rules rules) {
        this.sessions = sessions;
        this.leasing = leasing;
        this.paths = paths;
        this.prices = prices;
        this.pushes = pushes;
        this.log = log;
        this.gate = gate;
        this.rules = rules.sessions();
    }

    @Override
    public Uni<RegisterReply> register(RegisterRequest request) {
        return Failures.guard(() -> {
            String router = request.getRouter();
            if (router.isEmpty() || router.length() > ROUTER_NAME_LENGTH_MAX) {
                throw new IllegalArgumentException("router must have 1 to " + ROUTER_NAME_LENGTH_MAX + " characters");
            }
            requireOpen();
            int partitions = log.partitions();
            if (partitions == 0) {
                throw Status.UNAVAILABLE
                        .withDescription("the usage log has not answered yet; try again")
                        .asRuntimeException();
            }
            return sessions.register(router, sessionClass(request), rules)
                    .map(times -> RegisterReply.newBuilder()
                            .setSessionId(times.session().value())
                            .setTimes(Wire.times(times, rules))
                            .setUsagePartitions(partitions)
                            .build());
        });
    }

    @Override
    public Uni<HeartbeatReply> heartbeat(HeartbeatRequest request) {
        return Failures.guard(() -> sessions.heartbeat(
                        new SessionId(request.getSessionId()), request.getAcknowledgedVersion(), rules)
                .map(beat -> switch (beat) {
                    case Heartbeat.Extended extended ->
                        HeartbeatReply.newBuilder()
                                .setTimes(Wire.times(extended.times(), rules))
                                .build();
                    case Heartbeat.Ended ended ->
                        HeartbeatReply.newBuilder().setEnded(true).build();
                }));
    }

    @Override
    public Uni<LeaseReply> lease(LeaseRequest request) {
        return Failures.guard(() -> {
            requireOpen();
            return leasing.order(new LeaseOrder(
                    new SessionId(request.getSessionId()),
                    request.getSeq(),
                    request.getRequestId(),
                    request.getWantsList().stream()
                            .map(want -> new LeaseWant(
                                    new CounterId(want.getCounterId()), want.getFloorTotal(), want.getWantTotal()))
                            .toList(),
                    request.hasWaitingSince() ? Wire.instant(request.getWaitingSince()) : null));
        });
    }

    @Override
    public Uni<GetPathReply> getPath(GetPathRequest request) {
        return Failures.guard(() -> paths.path(Wire.path(request.getTenant())).map(Wire::path));
    }

    @Override
    public Multi<WatchEvent> watch(WatchRequest request) {
        return pushes.from(this::books, change -> event(change, request.getSessionId()));
    }

    @Override
    public Uni<DrainReply> drain(DrainRequest request) {
        return Failures.guard(() ->
                sessions.drain(new SessionId(request.getSessionId())).replaceWith(DrainReply.getDefaultInstance()));
    }

    private void requireOpen() {
        gate.closedBecause().ifPresent(why -> {
            throw Status.UNAVAILABLE.withDescription(why).asRuntimeException();
        });
    }

    private Multi<WatchEvent> event(Change change, long session) {
        return switch (change) {
            case Change.OfPath path ->
                Pushes.of(WatchEvent.newBuilder()
                        .setPathChanged(
                                PathChanged.newBuilder().setNodeId(path.node()).setPathVersion(path.version()))
                        .build());
            case Change.OfPrices newer -> books();
            case Change.Recalled recalled ->
                recalled.session().value() == session
                        ? Pushes.of(WatchEvent.newBuilder()
                                .setRecall(Wire.recall(recalled))
                                .build())
                        : Multi.createFrom().empty();
        };
    }

    /// The present price book and those to come, which routers have before their time; nothing before the first one.
    private Multi<WatchEvent> books() {
        return prices.presentAndComing()
                .toMulti()
                .onItem()
                .transformToMultiAndConcatenate(books -> Multi.createFrom()
                        .iterable(books)
                        .map((PriceBook book) -> WatchEvent.newBuilder()
                                .setPriceBook(Wire.book(book))
                                .build()));
    }

    private static SessionClass sessionClass(RegisterRequest request) {
        return switch (request.getClass_()) {
            case SESSION_CLASS_SHORT -> SessionClass.SHORT;
            case SESSION_CLASS_LONG -> SessionClass.LONG;
            case SESSION_CLASS_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("class must be SESSION_CLASS_SHORT or SESSION_CLASS_LONG");
        };
    }
}
