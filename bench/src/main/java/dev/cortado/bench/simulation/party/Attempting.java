package dev.cortado.bench.simulation.party;

import dev.cortado.bench.simulation.world.Dice;
import dev.cortado.bench.simulation.world.VirtualProcess;
import dev.cortado.router.decision.RefusedBecause;
import dev.cortado.router.route.Word;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A gateway's work on one request, attempt after attempt, with a hedge beside the first where that one
/// is late: what the gateway's `Race` does.
final class Attempting {

    private static final int ATTEMPTS_MAX = 3;
    private static final long LATE_MICROS_MIN = 20_000;
    private static final long LATE_MICROS_MAX = 250_000;
    private static final long LEAVES_MICROS_MAX = 1_500_000;

    private final GatewayParty gateway;
    private final RouterParty router;
    private final GatewayParty.Client client;
    private int attempts;
    private boolean isHedgeAsked;
    private boolean clientLeft;
    /// What one attempt came to is not known: none may follow.
    private boolean isUnknown;
    /// Which answers, or the first of two that race.
    private @Nullable Stream answering;

    Attempting(GatewayParty gateway, RouterParty router, GatewayParty.Client client) {
        this.gateway = gateway;
        this.router = router;
        this.client = client;
    }

    void begin(Permitted token) {
        Dice dice = gateway.world().dice();
        attempts++;
        if (attempts == 1 && dice.chance(client.leavesPermille())) {
            release(token);
            return;
        }
        Stream stream = present(token, gateway.node(token));
        answering = stream;
        if (dice.chance(client.leavesPermille())) {
            gateway.process().after(dice.between(0L, LEAVES_MICROS_MAX), this::leave);
        }
        if (attempts == 1 && dice.chance(client.hedgesPermille())) {
            gateway.process().after(dice.between(LATE_MICROS_MIN, LATE_MICROS_MAX), () -> late(stream));
        }
    }

    private Stream present(Permitted token, NodeParty node) {
        Stream stream = new Stream(token, node);
        gateway.network()
                .send(gateway.process(), node.process(), () -> node.present(token, client.promptTokens(), stream));
        gateway.process().after(GatewayParty.ANSWER_MICROS / 8, stream::silent);
        return stream;
    }

    /// The token is never presented.
    private void release(Permitted token) {
        var key = token.placement().key();
        gateway.truth().off(key);
        gateway.network().send(gateway.process(), router.process(), () -> router.unused(key));
    }

    private void leave() {
        clientLeft = true;
        Stream stream = answering;
        if (stream != null) {
            Stream other = stream.leaveRace();
            stream.cancel();
            if (other != null) {
                other.stop();
            }
        }
    }

    /// The first attempt has brought no token yet.
    private void late(Stream first) {
        if (first.delivered || first.ended || clientLeft) {
            return;
        }
        isHedgeAsked = true;
        gateway.hedge(router, client.request(), first.token.placement().key(), hedge -> hedged(first, hedge));
    }

    /// The router has answered.
    private void hedged(Stream first, @Nullable Permitted hedge) {
        isHedgeAsked = false;
        Word.Refusal refused = first.refused;
        if (hedge == null) {
            if (refused != null) {
                first.follow(refused);
            }
            return;
        }
        boolean isWanted = !clientLeft && !first.delivered && (!first.ended || refused != null);
        if (refused != null) {
            gateway.settle(router, refused);
        }
        if (!isWanted) {
            release(hedge);
            return;
        }
        Stream second = present(hedge, gateway.node(hedge));
        if (refused != null) {
            answering = second;
        } else {
            first.rival = second;
            second.rival = first;
        }
    }

    /// The gateway's end of one attempt's stream.
    private final class Stream implements NodeStream.Caller {

        private final Permitted token;
        private final NodeParty node;
        private final int life = gateway.process().life();
        /// The other one while two race: neither has brought a token.
        private @Nullable Stream rival;
        /// While a hedge was asked for.
        private Word.@Nullable Refusal refused;

        private boolean delivered;
        /// Over, or no longer listened to.
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

        @Nullable
        Stream leaveRace() {
            Stream other = rival;
            rival = null;
            if (other != null) {
                other.rival = null;
            }
            return other;
        }

        void cancel() {
            gateway.network()
                    .send(
                            gateway.process(),
                            node.process(),
                            () -> node.callerGone(token.grant().id()));
        }

        /// Its node meters it, and its usage event closes its hold.
        void stop() {
            ended = true;
            cancel();
            if (gateway.protocol().takesStoppedForUnused()) {
                var key = token.placement().key();
                gateway.network().send(gateway.process(), router.process(), () -> router.unused(key));
            }
        }

        @Override
        public void delta() {
            if (ended) {
                return;
            }
            Stream other = leaveRace();
            if (other != null) {
                answering = this;
                other.stop();
            }
            delivered = true;
            gateway.truth().deltaDelivered(token.grant().id());
        }

        @Override
        public void ended(Word.Receipt receipt) {
            if (!ended) {
                ended = true;
                goOn();
                gateway.settle(router, receipt);
            }
        }

        /// Where two raced, the other goes on alone.
        private boolean goOn() {
            Stream other = leaveRace();
            if (other != null) {
                answering = other;
            }
            return other != null;
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
            if (goOn()) {
                gateway.settle(router, refusal);
            } else if (isHedgeAsked) {
                refused = refusal;
            } else {
                follow(refusal);
            }
        }

        void follow(Word.Refusal refusal) {
            if (refusal.reason().neverStarted() && !delivered && !isUnknown && attempts < ATTEMPTS_MAX) {
                gateway.reroute(router, client.request(), refusal.key(), Optional.of(refusal), Attempting.this);
            } else {
                gateway.settle(router, refusal);
            }
        }

        @Override
        public void unmetered() {
            if (!ended) {
                ended = true;
                isUnknown = true;
                goOn();
            }
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
                gateway.reroute(router, client.request(), token.placement().key(), Optional.empty(), Attempting.this);
            }
        }
    }
}
