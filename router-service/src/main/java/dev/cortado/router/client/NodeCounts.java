package dev.cortado.router.client;

import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.contracts.v1.CountProfileReply;
import dev.cortado.contracts.v1.CountProfileRequest;
import dev.cortado.contracts.v1.InferenceServiceGrpc;
import dev.cortado.router.catalogue.CurrentCatalogue;
import dev.cortado.router.catalogue.Pool;
import dev.cortado.router.configuration.RouterConfiguration;
import dev.cortado.router.fleet.Fleet;
import dev.cortado.router.fleet.Node;
import dev.cortado.router.fleet.VariantLoad;
import dev.cortado.router.profile.ProfileCounter;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Asks a node that has the variant loaded.
@Singleton
final class NodeCounts implements ProfileCounter {

    private final Vertx vertx;
    private final Fleet fleet;
    private final CurrentCatalogue catalogue;
    private final Duration timeout;
    private final Map<String, Calls> calls = new ConcurrentHashMap<>();

    NodeCounts(Vertx vertx, Fleet fleet, CurrentCatalogue catalogue, RouterConfiguration configuration) {
        this.vertx = vertx;
        this.fleet = fleet;
        this.catalogue = catalogue;
        this.timeout = configuration.profile().countTimeout();
    }

    @Override
    public CompletionStage<Optional<TokenCount>> count(VariantId variant, String text, Set<String> residency) {
        Set<PoolId> allowed = catalogue.now().pools().stream()
                .filter(pool -> pool.labels().containsAll(residency))
                .map(Pool::id)
                .collect(Collectors.toSet());
        Optional<Node> node = fleet.up().stream()
                .filter(each -> allowed.contains(each.pool()))
                .filter(each -> each.load(variant).filter(VariantLoad::ready).isPresent())
                .findFirst();
        if (node.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CountProfileRequest request = CountProfileRequest.newBuilder()
                .setVariantId(variant.value())
                .setText(text)
                .build();
        return calls.computeIfAbsent(node.get().address(), address -> new Calls(vertx, address))
                .unary(InferenceServiceGrpc.getCountProfileMethod(), request, timeout)
                .handle((reply, failure) -> failure == null ? counted(reply) : Optional.empty());
    }

    private static Optional<TokenCount> counted(CountProfileReply reply) {
        return reply.hasPromptTokens() ? Optional.of(TokenCount.of(reply.getPromptTokens())) : Optional.empty();
    }
}
