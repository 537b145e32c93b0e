package dev.cortado.router.client;

import dev.cortado.contracts.unit.SessionId;
import dev.cortado.contracts.v1.DrainRequest;
import dev.cortado.contracts.v1.GetPathRequest;
import dev.cortado.contracts.v1.HeartbeatRequest;
import dev.cortado.contracts.v1.RegisterRequest;
import dev.cortado.contracts.v1.SessionServiceGrpc;
import dev.cortado.router.accounting.Accounting;
import dev.cortado.router.accounting.Beat;
import dev.cortado.router.accounting.LeaseAnswer;
import dev.cortado.router.accounting.LeaseMessage;
import dev.cortado.router.accounting.Registered;
import dev.cortado.router.accounting.SessionClass;
import dev.cortado.router.configuration.RouterConfiguration;
import dev.cortado.router.grpc.Wire;
import dev.cortado.router.tenant.PathAnswer;
import dev.cortado.router.tenant.Tenant;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Accounting over gRPC. All calls share one connection, on which many may be under way at a time.
@Singleton
final class AccountingClient implements Accounting {

    private static final Logger LOG = Logger.getLogger(AccountingClient.class);

    private final Calls calls;
    private final Duration sessionTimeout;
    private final Duration leaseTimeout;
    private volatile boolean away;

    AccountingClient(
            Vertx vertx,
            RouterConfiguration configuration,
            @ConfigProperty(name = "cortado.accounting.address") String address) {
        this.calls = new Calls(vertx, address);
        this.sessionTimeout = configuration.session().callTimeout();
        this.leaseTimeout = configuration.hold().callTimeout();
    }

    @Override
    public CompletionStage<Registered> register(String router, SessionClass sessionClass) {
        RegisterRequest request = RegisterRequest.newBuilder()
                .setRouter(router)
                .setClass_(AccountingMessages.ofClass(sessionClass))
                .build();
        return calls.unary(SessionServiceGrpc.getRegisterMethod(), request, sessionTimeout)
                .thenApply(AccountingMessages::toRegistered)
                .whenComplete((_, failure) -> tellOnce(failure));
    }

    /// One line for an outage, however often registration is tried.
    private void tellOnce(@Nullable Throwable failure) {
        if (failure != null && !away) {
            LOG.warnf("accounting cannot be reached; nothing is admitted until then: %s", failure.getMessage());
        }
        away = failure != null;
    }

    @Override
    public CompletionStage<Beat> heartbeat(SessionId session, long seq, long acknowledgedVersion, Instant routerNow) {
        HeartbeatRequest request = HeartbeatRequest.newBuilder()
                .setSessionId(session.value())
                .setSeq(seq)
                .setAcknowledgedVersion(acknowledgedVersion)
                .setRouterNow(Wire.ofInstant(routerNow))
                .build();
        return calls.unary(SessionServiceGrpc.getHeartbeatMethod(), request, sessionTimeout)
                .thenApply(AccountingMessages::toBeat);
    }

    @Override
    public CompletionStage<LeaseAnswer> lease(LeaseMessage message) {
        return calls.unary(SessionServiceGrpc.getLeaseMethod(), AccountingMessages.ofMessage(message), leaseTimeout)
                .thenApply(AccountingMessages::toAnswer)
                .exceptionallyCompose(failure -> {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    return cause instanceof CallFailed failed && failed.isInvalid()
                            ? CompletableFuture.completedStage(new LeaseAnswer.Refused(
                                    LeaseAnswer.Refusal.INVALID, String.valueOf(failed.getMessage())))
                            : CompletableFuture.failedStage(failure);
                });
    }

    @Override
    public CompletionStage<PathAnswer> path(Tenant tenant) {
        GetPathRequest request =
                GetPathRequest.newBuilder().setTenant(Wire.ofTenant(tenant)).build();
        return calls.unary(SessionServiceGrpc.getGetPathMethod(), request, sessionTimeout)
                .thenApply(AccountingMessages::toPath);
    }

    @Override
    public CompletionStage<Void> drain(SessionId session) {
        DrainRequest request =
                DrainRequest.newBuilder().setSessionId(session.value()).build();
        return calls.unary(SessionServiceGrpc.getDrainMethod(), request, sessionTimeout)
                .thenAccept(_ -> {});
    }
}
