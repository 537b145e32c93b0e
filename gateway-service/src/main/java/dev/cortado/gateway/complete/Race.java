package dev.cortado.gateway.complete;

import dev.cortado.gateway.generate.Generation;
import dev.cortado.gateway.generate.GenerationListener;
import dev.cortado.gateway.hedge.Alarms;
import dev.cortado.gateway.hedge.Hedges;
import dev.cortado.gateway.route.Routed;
import dev.cortado.gateway.route.Routing;
import dev.cortado.gateway.settle.Settlement;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A request's first attempt, and a second one at another node where its first token is late: a hedge. Whichever brings
/// a token first answers, and the other is stopped and left to its usage event. Used on one event loop.
///
/// Where one of two ends without a token, the other goes on alone and is an attempt like any other. Where the
/// first ends before there are two, a hedge that was asked for already follows it, if it is known what the first
/// came to; else all is as if there had been no race, and a hedge that is placed all the same is given back.
final class Race {

    /// The request whose attempts race.
    interface Request {

        /// Asks the router for a second attempt.
        CompletionStage<Routing> hedge();

        /// Begins an attempt that does not answer yet.
        Generation begin(Routed hedge, GenerationListener listener);

        /// Stops the first attempt and leaves it to its usage event.
        void stopFirst();

        /// The first attempt has ended.
        void endFirst(Settlement settlement);

        /// From here on the hedge answers.
        ///
        /// @return who hears of it
        GenerationListener takeOver(Routed hedge, Generation running);

        /// A hedge that does not answer is over.
        void release(Routed hedge, Settlement settlement);

        /// What an attempt came to is not known: none may follow.
        void allowNoFurther();

        void bug(Throwable bug);
    }

    private enum State {
        ALONE,
        ASKING,
        RACING,
        OVER
    }

    private final Hedges hedges;
    private final Observer observer;
    private final Request request;
    private final Routed first;
    private final long firstBegun;
    private Alarms.@Nullable Alarm alarm;
    private State state = State.ALONE;
    private @Nullable Hedge hedge;
    /// The first has ended while a hedge is asked for.
    private @Nullable Ended ended;

    private record Ended(Settlement settlement, Runnable word) {}

    /// Begins with the first attempt, which is about to be sent to its node.
    Race(Hedges hedges, Observer observer, Request request, Routed first) {
        this.hedges = hedges;
        this.observer = observer;
        this.request = request;
        this.first = first;
        this.firstBegun = hedges.now();
        hedges.request();
        hedges.late(first.variant(), first.pool()).ifPresent(late -> alarm = hedges.after(late, this::firstIsLate));
    }

    /// What hears the first attempt in place of its own listener.
    GenerationListener first(GenerationListener own) {
        return new First(own);
    }

    /// The request is over: no second attempt runs any more, nor will.
    void abandon() {
        Hedge running = state == State.RACING ? hedge : null;
        Ended before = ended;
        over();
        if (running != null) {
            running.stop();
        }
        if (before != null) {
            request.endFirst(before.settlement());
        }
    }

    private void over() {
        state = State.OVER;
        ended = null;
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private void firstIsLate() {
        if (state != State.ALONE || !hedges.take()) {
            return;
        }
        state = State.ASKING;
        request.hedge().whenComplete((routing, failure) -> {
            try {
                if (failure != null) {
                    throw new IllegalStateException("asking for a hedge failed unexpectedly", failure);
                }
                routed(routing);
            } catch (RuntimeException | StackOverflowError bug) {
                request.bug(bug);
            }
        });
    }

    private void routed(Routing routing) {
        boolean waits = state == State.ASKING;
        Ended before = ended;
        switch (routing) {
            case Routing.Placed(Routed placed)
            when waits && before == null -> {
                state = State.RACING;
                begin(placed);
            }
            case Routing.Placed(Routed placed)
            when waits -> {
                over();
                request.endFirst(Objects.requireNonNull(before).settlement());
                begin(placed).takeOver();
            }
            case Routing.Placed(Routed placed) -> request.release(placed, new Settlement.Unused(false));
            // Without another node, or room for it, the first goes on alone.
            case Routing.NotPlaced _ when waits && before == null -> state = State.ALONE;
            case Routing.NotPlaced _
            when waits -> {
                over();
                Objects.requireNonNull(before).word().run();
            }
            case Routing.NotPlaced _ -> {}
        }
    }

    private Hedge begin(Routed placed) {
        observer.hedged();
        Hedge second = new Hedge(placed);
        hedge = second;
        second.running = request.begin(placed, second);
        return second;
    }

    private void firstTokenOfFirst() {
        hedges.firstToken(first.variant(), first.pool(), firstBegun);
    }

    private void allow(boolean known) {
        if (!known) {
            request.allowNoFurther();
        }
    }

    private final class First extends Runner {

        private final GenerationListener own;

        First(GenerationListener own) {
            this.own = own;
        }

        @Override
        GenerationListener own() {
            return own;
        }

        @Override
        void token() {
            if (state == State.OVER) {
                return;
            }
            if (state == State.RACING) {
                observer.hedgeWon(false);
            }
            firstTokenOfFirst();
            abandon();
        }

        @Override
        void out(Settlement settlement, boolean known, Runnable word) {
            if (state == State.ASKING && known) {
                ended = new Ended(settlement, word);
                return;
            }
            boolean raced = state == State.RACING;
            over();
            if (raced) {
                allow(known);
                request.endFirst(settlement);
                Objects.requireNonNull(hedge).takeOver();
            } else {
                word.run();
            }
        }
    }

    /// The second attempt. Nothing of it is told until it answers.
    private final class Hedge extends Runner {

        private final Routed routed;
        private final long begun = hedges.now();
        private @Nullable Generation running;
        private @Nullable Accepted accepted;
        private @Nullable GenerationListener own;

        Hedge(Routed routed) {
            this.routed = routed;
        }

        @Override
        GenerationListener own() {
            return Objects.requireNonNull(own);
        }

        @Override
        public void accepted(Accepted word) {
            if (own == null) {
                accepted = word;
            } else {
                super.accepted(word);
            }
        }

        @Override
        void token() {
            if (state != State.RACING) {
                return;
            }
            observer.hedgeWon(true);
            hedges.firstToken(routed.variant(), routed.pool(), begun);
            firstTokenOfFirst();
            over();
            request.stopFirst();
            takeOver();
        }

        @Override
        void out(Settlement settlement, boolean known, Runnable word) {
            if (own != null) {
                word.run();
                return;
            }
            over();
            allow(known);
            request.release(routed, settlement);
        }

        void takeOver() {
            GenerationListener answering = request.takeOver(routed, Objects.requireNonNull(running));
            own = answering;
            if (accepted != null) {
                answering.accepted(accepted);
            }
        }

        void stop() {
            boolean presented = running != null && running.cancel();
            request.release(routed, presented ? new Settlement.Unheard(false) : new Settlement.Unused(false));
        }
    }
}
