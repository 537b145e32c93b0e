package dev.cortado.bench.simulation.party;

import dev.cortado.bench.simulation.world.VirtualProcess;
import dev.cortado.router.decision.RefusedBecause;
import dev.cortado.router.route.RouteRequest;
import dev.cortado.router.route.Word;
import java.util.Optional;

/// A gateway's work on one request, attempt after attempt.
final class Attempting {

    private static final int ATTEMPTS_MAX = 3;

    private final GatewayParty gateway;
    private final RouterParty router;
    private final RouteRequest request;
    private final int promptTokens;
    private final int leavesPermille;
    private int attempts;

    Attempting(GatewayParty gateway, RouterParty router, RouteRequest request, int promptTokens, int leavesPermille) {
        this.gateway = gateway;
        this.router = router;
        this.request = request;
        this.promptTokens = promptTokens;
        this.leavesPermille = leavesPermille;
    }

    void begin(Permitted token) {
        attempts++;
        if (attempts == 1 && gateway.world().dice().chance(leavesPermille)) {
            var key = token.placement().key();
            gateway.truth().off(key);
            gateway.network().send(gateway.process(), router.process(), () -> router.unused(key));
            return;
        }
        present(token, gateway.node(token));
        if (gateway.world().dice().chance(leavesPermille)) {
            NodeParty node = gateway.node(token);
            gateway.process()
                    .after(
                            gateway.world().dice().between(0L, 1_500_000L),
                            () -> gateway.network()
                                    .send(
                                            gateway.process(),
                                            node.process(),
                                            () -> node.callerGone(token.grant().id())));
        }
    }

    private void present(Permitted token, NodeParty node) {
        Stream stream = new Stream(token, node);
        gateway.network().send(gateway.process(), node.process(), () -> node.present(token, promptTokens, stream));
        gateway.process().after(GatewayParty.ANSWER_MICROS / 8, stream::silent);
    }

    /// The gateway's end of one attempt's stream.
    private final class Stream implements NodeStream.Caller {

        private final Permitted token;
        private final NodeParty node;
        private final int life = gateway.process().life();
        private boolean delivered;
        private boolean ended;

        Stream(Permitted token, NodeParty node) {
            this.token = token;
            this.node = node;
        }

        @Override
        public VirtualProcess process() {
            return gateway.process();
        }

        @Override
        public int life() {
            return life;
        }

        @Override
        public void delta() {
            if (!ended) {
                delivered = true;
                gateway.truth().deltaDelivered(token.grant().id());
            }
        }

        @Override
        public void ended(Word.Receipt receipt) {
            if (!ended) {
                ended = true;
                gateway.settle(router, receipt);
            }
        }

        @Override
        public void refused(Word.Refusal refusal) {
            if (ended) {
                return;
            }
            if (refusal.reason() == RefusedBecause.TOKEN_USED) {
                // The same token came twice: the first is on its way.
                gateway.settle(router, refusal);
                return;
            }
            ended = true;
            if (refusal.reason().neverStarted() && !delivered && attempts < ATTEMPTS_MAX) {
                gateway.reroute(router, request, refusal.key(), Optional.of(refusal), Attempting.this);
            } else {
                gateway.settle(router, refusal);
            }
        }

        @Override
        public void unmetered() {
            ended = true;
        }

        /// Nothing came for long.
        void silent() {
            if (ended || attempts >= ATTEMPTS_MAX) {
                return;
            }
            if (gateway.protocol().presentsElsewhere() && !delivered) {
                gateway.nodes().stream()
                        .filter(other -> other != node)
                        .findFirst()
                        .ifPresent(other -> {
                            attempts = ATTEMPTS_MAX;
                            present(token, other);
                        });
            } else if (gateway.protocol().failsOver(delivered)) {
                ended = true;
                gateway.reroute(router, request, token.placement().key(), Optional.empty(), Attempting.this);
            }
        }
    }
}
