package dev.cortado.bench.simulation.party;

import dev.cortado.bench.simulation.check.Truth;
import dev.cortado.bench.simulation.world.Network;
import dev.cortado.bench.simulation.world.VirtualProcess;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.attempt.AttemptStream;
import dev.cortado.inference.attempt.RefusedAttempt;
import dev.cortado.inference.meter.MeteredAttempt;
import dev.cortado.inference.verify.NodeIdentity;
import dev.cortado.router.decision.RefusedBecause;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.route.Word;
import java.time.Instant;

/// An attempt's events on their way from the node to whoever presented its token.
final class NodeStream implements AttemptStream {

    /// The other end, in one life of a process.
    interface Caller {

        VirtualProcess process();

        int life();

        void delta();

        void ended(Word.Receipt receipt);

        void refused(Word.Refusal refusal);

        void unmetered();
    }

    private final Network network;
    private final VirtualProcess process;
    private final NodeIdentity self;
    private final Permitted token;
    private final Truth truth;
    private final Caller caller;

    NodeStream(
            Network network, VirtualProcess process, NodeIdentity self, Permitted token, Truth truth, Caller caller) {
        this.network = network;
        this.process = process;
        this.self = self;
        this.token = token;
        this.truth = truth;
        this.caller = caller;
    }

    @Override
    public void accepted(TokenCount promptTokens, TokenCount completionMax, boolean cutByHold) {}

    @Override
    public void delta(String text) {
        tell(caller::delta);
    }

    @Override
    public void finished(MeteredAttempt attempt, Instant appendedAt) {
        truth.finished(attempt);
        Word.Receipt receipt = Meterings.receipt(attempt);
        tell(() -> caller.ended(receipt));
    }

    @Override
    public void refused(RefusedAttempt refused) {
        RefusedBecause reason = RefusedBecause.valueOf(refused.cause().name());
        AttemptKey key = token.placement().key();
        if (reason.neverStarted()) {
            truth.off(key);
        }
        Word.Refusal word = new Word.Refusal(key, self.node(), self.incarnation(), reason);
        tell(() -> caller.refused(word));
    }

    @Override
    public void meteringUnavailable(String message) {
        tell(caller::unmetered);
    }

    private void tell(Runnable event) {
        network.answer(process, caller.process(), caller.life(), event);
    }
}
