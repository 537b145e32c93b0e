package dev.cortado.inference.grpc;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.contracts.v1.CountProfileReply;
import dev.cortado.contracts.v1.CountProfileRequest;
import dev.cortado.inference.attempt.ProfileCounts;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;

/// Serves CountProfile.
final class CountHandler {

    private final Vertx vertx;
    private final ProfileCounts counts;

    CountHandler(Vertx vertx, ProfileCounts counts) {
        this.vertx = vertx;
        this.counts = counts;
    }

    void handle(GrpcServerRequest<CountProfileRequest, CountProfileReply> call) {
        Context context = vertx.getOrCreateContext();
        GrpcServerResponse<CountProfileRequest, CountProfileReply> response = call.response();
        call.handler(request -> {
            VariantId variant;
            try {
                variant = new VariantId(request.getVariantId());
            } catch (IllegalArgumentException e) {
                response.status(GrpcStatus.INVALID_ARGUMENT)
                        .statusMessage("variant_id: " + e.getMessage())
                        .end();
                return;
            }
            counts.count(variant, request.getText())
                    .thenAccept(tokens -> context.runOnContext(_ -> {
                        CountProfileReply.Builder reply = CountProfileReply.newBuilder();
                        tokens.ifPresent(reply::setPromptTokens);
                        response.end(reply.build());
                    }));
        });
    }
}
