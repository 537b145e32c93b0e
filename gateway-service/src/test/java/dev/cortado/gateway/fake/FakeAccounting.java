package dev.cortado.gateway.fake;

import dev.cortado.contracts.v1.IdentityChanged;
import dev.cortado.contracts.v1.IdentityRefused;
import dev.cortado.contracts.v1.IdentityServiceGrpc;
import dev.cortado.contracts.v1.ResolveKeyRequest;
import dev.cortado.contracts.v1.ResolvePersonRequest;
import dev.cortado.contracts.v1.ResolveReply;
import dev.cortado.contracts.v1.TenantPath;
import dev.cortado.contracts.v1.WatchIdentitiesRequest;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/// Accounting's word on keys and persons, as told.
public final class FakeAccounting {

    public final BlockingQueue<ResolveKeyRequest> keysAsked = new LinkedBlockingQueue<>();
    public final BlockingQueue<ResolvePersonRequest> personsAsked = new LinkedBlockingQueue<>();
    public final Map<String, ResolveReply> keys = new ConcurrentHashMap<>();

    private final List<GrpcServerResponse<WatchIdentitiesRequest, IdentityChanged>> watchers =
            new CopyOnWriteArrayList<>();

    public static ResolveReply tenant(String organisation) {
        return ResolveReply.newBuilder()
                .setTenant(TenantPath.newBuilder()
                        .setOrganisationId(organisation)
                        .setTeamId("team-demo")
                        .setProjectId("project-demo"))
                .build();
    }

    /// The tenant of one key, among others of the same project.
    public static ResolveReply keyed(String organisation, String publicId) {
        ResolveReply reply = tenant(organisation);
        return reply.toBuilder()
                .setTenant(reply.getTenant().toBuilder().setKeyId(publicId))
                .build();
    }

    public static ResolveReply refused(IdentityRefused.Reason reason, String... choices) {
        return ResolveReply.newBuilder()
                .setRefused(IdentityRefused.newBuilder().setReason(reason).addAllChoices(List.of(choices)))
                .build();
    }

    public void push(IdentityChanged change) {
        watchers.forEach(watcher -> watcher.write(change));
    }

    public int watching() {
        return watchers.size();
    }

    void serve(GrpcServer server) {
        FakeRouter.unary(server, IdentityServiceGrpc.getResolveKeyMethod(), request -> {
            keysAsked.add(request);
            return keys.getOrDefault(request.getPublicId(), refused(IdentityRefused.Reason.UNKNOWN));
        });
        FakeRouter.unary(server, IdentityServiceGrpc.getResolvePersonMethod(), this::person);
        server.callHandler(FakeRouter.served(IdentityServiceGrpc.getWatchIdentitiesMethod()), this::watch);
    }

    private ResolveReply person(ResolvePersonRequest request) {
        personsAsked.add(request);
        if (request.getGroupsCount() > 1 && request.getProjectChoice().isEmpty()) {
            return refused(IdentityRefused.Reason.CHOICE_NEEDED, "project-a", "project-b");
        }
        return request.getProjectChoice().equals("strange")
                ? refused(IdentityRefused.Reason.NOT_A_MEMBER)
                : tenant("org-demo");
    }

    private void watch(GrpcServerRequest<WatchIdentitiesRequest, IdentityChanged> call) {
        call.errorHandler(_ -> watchers.remove(call.response()));
        call.handler(_ -> {
            call.response().write(IdentityChanged.getDefaultInstance());
            watchers.add(call.response());
        });
    }
}
