package dev.cortado.gateway.complete;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.RequestPurpose;
import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.chat.Delivery;
import dev.cortado.gateway.chat.Tools;
import dev.cortado.gateway.chat.Wishes;
import dev.cortado.gateway.check.Judgement;
import dev.cortado.gateway.check.Verifier;
import dev.cortado.gateway.generate.AttemptRefusal;
import dev.cortado.gateway.generate.Delta;
import dev.cortado.gateway.generate.FinishReason;
import dev.cortado.gateway.generate.GenerationListener;
import dev.cortado.gateway.route.RouteQuery;
import dev.cortado.gateway.route.Routed;
import dev.cortado.gateway.route.Routing;
import dev.cortado.gateway.settle.Settlement;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks a verifier about one whole answer before that is delivered: a request of its own, which is routed, held for,
/// charged to the same tenant and settled like any other, and tried once. Whatever hinders it leaves the answer
/// undecided. Used on one event loop.
final class Verification implements GenerationListener {

    private final Request request;
    private final Verifier verifier;
    private final Consumer<Verdict> then;
    private final StringBuilder said = new StringBuilder();
    private @Nullable Routed placed;

    private Verification(Request request, Verifier verifier, Consumer<Verdict> then) {
        this.request = request;
        this.verifier = verifier;
        this.then = then;
    }

    /// What the request that waits for the verdict does for it, in whose story each step is one.
    interface Request {

        void route(RouteQuery question, Consumer<Routing> next);

        /// Has the node that was chosen answer.
        void run(RouteQuery question, Routed chosen, GenerationListener listener);

        void settle(Routed ended, Settlement settlement, Runnable next);
    }

    /// What came of it.
    ///
    /// @param by null where nobody was asked
    /// @param cost what it was charged, as far as that is known
    /// @param isCostKnown false where it may be charged more than that
    record Verdict(Judgement judgement, @Nullable Routed by, NanoUsd cost, boolean isCostKnown) {}

    /// What is asked about an answer, with the same labels and residency; empty where the request has no money or time
    /// left for it.
    ///
    /// @param query of the request that is answered
    /// @param profile text of its prompt profile, empty for none
    /// @param charged for that request so far
    static Optional<RouteQuery> question(
            Verifier verifier, RouteQuery query, String profile, String answer, NanoUsd charged, int sampleBytesMax) {
        ChatRequest request = query.request();
        Wishes wishes = request.wishes();
        NanoUsd costMax = wishes.costMax();
        Duration latencyMax = wishes.latencyMax();
        NanoUsd costLeft = costMax == null ? null : costMax.minus(charged);
        Duration timeLeft = verifier.latencyMax();
        if (latencyMax != null) {
            Duration left = latencyMax.minusNanos(System.nanoTime() - query.arrivedNanos());
            timeLeft = timeLeft.compareTo(left) <= 0 ? timeLeft : left.truncatedTo(ChronoUnit.MILLIS);
        }
        if ((costLeft != null && costLeft.compareTo(NanoUsd.ZERO) <= 0) || !timeLeft.isPositive()) {
            return Optional.empty();
        }
        Map<String, String> labels = new HashMap<>(request.metadata());
        labels.put(RequestPurpose.LABEL, RequestPurpose.VERIFICATION);
        ChatRequest asked = new ChatRequest(
                verifier.model(),
                verifier.question(request.messages(), profile, answer),
                Tools.NONE,
                Verifier.SAMPLING,
                Verifier.OUTPUT,
                new Wishes(null, costLeft, timeLeft, "", null, wishes.residency(), null),
                Delivery.WHOLE,
                labels);
        return Optional.of(RouteQuery.of(query.tenant(), asked, query.requestId(), sampleBytesMax));
    }

    /// @param then hears the verdict, once
    static void begin(Request request, Verifier verifier, RouteQuery question, Consumer<Verdict> then) {
        Verification asked = new Verification(request, verifier, then);
        request.route(question, routing -> asked.routed(question, routing));
    }

    private void routed(RouteQuery question, Routing routing) {
        switch (routing) {
            case Routing.Placed(Routed chosen) -> {
                placed = chosen;
                request.run(question, chosen, this);
            }
            case Routing.NotPlaced _ -> then.accept(new Verdict(new Judgement.Undecided(), null, NanoUsd.ZERO, true));
        }
    }

    @Override
    public void accepted(Accepted accepted) {}

    @Override
    public void delta(Delta delta) {
        said.append(delta.text());
    }

    @Override
    public void finished(Finished finished) {
        boolean isBroken = finished.reason() == FinishReason.CANCELLED || finished.reason() == FinishReason.ERROR;
        Judgement judgement = isBroken ? new Judgement.Undecided() : verifier.read(said.toString());
        end(
                new Settlement.Receipt(finished.receipt(), finished.cost()),
                new Verdict(judgement, placed, finished.cost(), true));
    }

    @Override
    public void refused(AttemptRefusal refusal) {
        Settlement settlement = said.isEmpty() ? Settlement.of(refusal) : new Settlement.Unheard(false);
        undecided(settlement, settlement instanceof Settlement.Refusal);
    }

    @Override
    public void notPresented(String message) {
        undecided(new Settlement.Unused(true), true);
    }

    @Override
    public void failed(String message) {
        unheard(true);
    }

    @Override
    public void meteringUnavailable(String message) {
        unheard(false);
    }

    @Override
    public void notRead(String message) {
        unheard(false);
    }

    @Override
    public void notUnderstood(String message) {
        unheard(false);
    }

    private void unheard(boolean nodeFailed) {
        undecided(new Settlement.Unheard(nodeFailed), false);
    }

    private void undecided(Settlement settlement, boolean isCostKnown) {
        end(settlement, new Verdict(new Judgement.Undecided(), null, NanoUsd.ZERO, isCostKnown));
    }

    private void end(Settlement settlement, Verdict verdict) {
        Routed ended = placed;
        if (ended == null) {
            throw new IllegalStateException("the node spoke of an attempt that was not placed");
        }
        request.settle(ended, settlement, () -> then.accept(verdict));
    }
}
