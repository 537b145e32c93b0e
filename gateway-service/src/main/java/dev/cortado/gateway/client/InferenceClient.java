package dev.cortado.gateway.client;

import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.configuration.CallConfiguration;
import dev.cortado.gateway.generate.Generation;
import dev.cortado.gateway.generate.GenerationListener;
import dev.cortado.gateway.generate.Inference;
import dev.cortado.gateway.route.Routed;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;

/// InferenceService: runs attempts at nodes, each on the event loop it was asked for on.
@ApplicationScoped
public class InferenceClient implements Inference {

    private final Vertx vertx;
    private final EventLoopClients clients;
    private final CallConfiguration configuration;
    private final InstantSource clock;

    InferenceClient(Vertx vertx, EventLoopClients clients, CallConfiguration configuration, InstantSource clock) {
        this.vertx = vertx;
        this.clients = clients;
        this.configuration = configuration;
        this.clock = clock;
    }

    @Override
    public Generation generate(Routed routed, ChatRequest request, String requestId, GenerationListener listener) {
        Context context = vertx.getOrCreateContext();
        GenerateRequest message = GenerateMessages.request(routed, request, requestId);
        GenerateCall call = new GenerateCall(vertx, listener);
        Duration untilEnd = Duration.between(clock.instant(), routed.finishBy()).plus(configuration.overtime());
        call.expectAcceptWithin(configuration.acceptTimeout());
        call.expectEndWithin(untilEnd);
        context.runOnContext(_ -> clients.current()
                .request(UnaryCalls.address(routed.nodeAddress()), Methods.GENERATE)
                .onSuccess(opened -> call.send(opened, message))
                .onFailure(call::broken));
        return call;
    }
}
