package dev.cortado.gateway.complete;

import dev.cortado.gateway.generate.AttemptRefusal;
import dev.cortado.gateway.generate.Delta;
import dev.cortado.gateway.generate.FinishReason;
import dev.cortado.gateway.generate.GenerationListener;
import dev.cortado.gateway.settle.Settlement;

/// One of two attempts in a [Race]: hears its node, and tells the race of its first token and of an end without
/// one. What the race does not take is its own listener's to hear.
abstract class Runner implements GenerationListener {

    /// Who hears of it while it answers, or runs alone.
    abstract GenerationListener own();

    /// Its first token came, or the end of a whole answer that has none.
    abstract void token();

    /// It ended without a token.
    ///
    /// @param known whether it is known what it came to
    /// @param word lets its own listener hear of it; run unless another attempt answers in its place
    abstract void out(Settlement settlement, boolean known, Runnable word);

    @Override
    public void accepted(Accepted accepted) {
        own().accepted(accepted);
    }

    @Override
    public final void delta(Delta delta) {
        token();
        own().delta(delta);
    }

    @Override
    public final void finished(Finished finished) {
        boolean whole = finished.reason() != FinishReason.CANCELLED && finished.reason() != FinishReason.ERROR;
        if (whole) {
            token();
            own().finished(finished);
        } else {
            out(new Settlement.Receipt(finished.receipt(), finished.cost()), true, () -> own().finished(finished));
        }
    }

    @Override
    public final void refused(AttemptRefusal refusal) {
        Settlement settlement = Settlement.of(refusal);
        out(settlement, settlement instanceof Settlement.Refusal, () -> own().refused(refusal));
    }

    @Override
    public final void meteringUnavailable(String message) {
        out(new Settlement.Unheard(false), false, () -> own().meteringUnavailable(message));
    }

    @Override
    public final void notPresented(String message) {
        out(new Settlement.Unused(true), true, () -> own().notPresented(message));
    }

    @Override
    public final void failed(String message) {
        out(new Settlement.Unheard(true), false, () -> own().failed(message));
    }

    @Override
    public final void notRead(String message) {
        out(new Settlement.Unheard(false), false, () -> own().notRead(message));
    }

    @Override
    public final void notUnderstood(String message) {
        out(new Settlement.Unheard(false), false, () -> own().notUnderstood(message));
    }
}
