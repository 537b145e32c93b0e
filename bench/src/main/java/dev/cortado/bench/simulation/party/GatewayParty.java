package dev.cortado.bench.simulation.party;

import dev.cortado.bench.simulation.check.Truth;
import dev.cortado.bench.simulation.world.Network;
import dev.cortado.bench.simulation.world.VirtualProcess;
import dev.cortado.bench.simulation.world.World;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.route.RouteRequest;
import dev.cortado.router.route.Word;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The gateway: asks a router, presents the token, streams, and tells the router how it ended.
public final class GatewayParty {

    static final long ROUTE_MICROS = 3_500_000;
    static final long ANSWER_MICROS = 16_000_000;
    private static final int SETTLE_TRIES = 2;

    private final World world;
    private final Network network;
    private final VirtualProcess process;
    private final Truth truth;
    private final Protocol protocol;
    private final List<RouterParty> routers;
    private final List<NodeParty> nodes;

    public GatewayParty(
            World world,
            Network network,
            VirtualProcess process,
            Truth truth,
            Protocol protocol,
            List<RouterParty> routers,
            List<NodeParty> nodes) {
        this.world = world;
        this.network = network;
        this.process = process;
        this.truth = truth;
        this.protocol = protocol;
        this.routers = routers;
        this.nodes = nodes;
    }

    public VirtualProcess process() {
        return process;
    }

    World world() {
        return world;
    }

    Network network() {
        return network;
    }

    Truth truth() {
        return truth;
    }

    Protocol protocol() {
        return protocol;
    }

    List<NodeParty> nodes() {
        return nodes;
    }

    /// What a client asks.
    ///
    /// @param leavesPermille how often it leaves before the end, in a thousand
    /// @param hedgesPermille how often its first token is late, in a thousand
    public record Client(RouteRequest request, int promptTokens, int leavesPermille, int hedgesPermille) {}

    public void ask(Client client) {
        RouterParty router = world.dice().any(routers);
        network.<Object>call(process, router.process(), ROUTE_MICROS, reply -> router.route(client.request(), reply))
                .thenAccept(answer -> {
                    if (answer instanceof Permitted token) {
                        new Attempting(this, router, client).begin(token);
                    }
                });
    }

    void reroute(
            RouterParty router, RouteRequest request, AttemptKey failed, Optional<Word> word, Attempting attempting) {
        network.<Object>call(
                        process, router.process(), ROUTE_MICROS, reply -> router.reroute(request, failed, word, reply))
                .thenAccept(answer -> {
                    if (answer instanceof Permitted token) {
                        attempting.begin(token);
                    }
                });
    }

    /// @param placed told of the hedge, or of null where there is none
    void hedge(RouterParty router, RouteRequest request, AttemptKey running, Consumer<@Nullable Permitted> placed) {
        network.<Object>call(process, router.process(), ROUTE_MICROS, reply -> router.hedge(request, running, reply))
                .whenComplete((answer, _) -> placed.accept(answer instanceof Permitted token ? token : null));
    }

    /// Says it more than once, as one does that heard no answer.
    void settle(RouterParty router, Word word) {
        for (int i = 0; i < SETTLE_TRIES; i++) {
            process.after(
                    i * world.dice().between(1_000L, 500_000L),
                    () -> network.send(process, router.process(), () -> router.settle(word)));
        }
    }

    NodeParty node(Permitted token) {
        return nodes.stream()
                .filter(node ->
                        node.process().name().equals(token.grant().node().node().value()))
                .findFirst()
                .orElseThrow();
    }
}
