package dev.cortado.gateway.complete;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.gateway.admit.Admission;
import dev.cortado.gateway.authenticate.Authentication;
import dev.cortado.gateway.authenticate.Tenant;
import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.chat.RequestedCheck;
import dev.cortado.gateway.check.Judgement;
import dev.cortado.gateway.check.Verifier;
import dev.cortado.gateway.complete.Completed.Check;
import dev.cortado.gateway.generate.AttemptRefusal;
import dev.cortado.gateway.generate.Delta;
import dev.cortado.gateway.generate.Generation;
import dev.cortado.gateway.generate.GenerationListener;
import dev.cortado.gateway.generate.GenerationListener.Finished;
import dev.cortado.gateway.idempotency.Claim;
import dev.cortado.gateway.idempotency.Claiming;
import dev.cortado.gateway.idempotency.IdempotencyKey;
import dev.cortado.gateway.idempotency.KeptAnswer;
import dev.cortado.gateway.idempotency.KeyOwner;
import dev.cortado.gateway.idempotency.Once;
import dev.cortado.gateway.route.Budget;
import dev.cortado.gateway.route.RouteQuery;
import dev.cortado.gateway.route.RouteRefusal;
import dev.cortado.gateway.route.Routed;
import dev.cortado.gateway.route.RoutedProfile;
import dev.cortado.gateway.route.Router.LastWord;
import dev.cortado.gateway.route.Routing;
import dev.cortado.gateway.settle.Settlement;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The whole story of one chat completion: authenticate, admit, read, claim the key where there is one, route and
/// reserve, generate and stream, settle.
///
/// Every step runs on the event loop of the client's connection. A hold that was placed is settled whatever happens: by
/// the node's receipt, by its refusal, as unused where no node got the token, or as unheard of, which leaves it to the
/// usage event on the log. A second attempt follows only where it is known what the first came to, and that nothing of
/// it was delivered: what is not known may be charged, and then two attempts would be charged for one answer.
///
/// An answer that is to be checked is held back until it is whole. One that fails is answered by
/// another variant, in a second attempt that was held for from the start; where no better one comes,
/// it is delivered and told as failed. Where another variant is to verify it, that is asked
/// meanwhile, in a request of its own.
public final class ChatCompletion {

    private final Steps steps;
    private final Exchange exchange;
    private final Consumer<Throwable> bugs;
    private final Stopwatch stopwatch = new Stopwatch();
    private Admission.@Nullable Permit permit;
    private @Nullable Generation generation;
    private @Nullable Routed open;
    private @Nullable Once once;
    /// The answer is whole and about to be kept, whether or not the client waits for it.
    private boolean answering;
    private boolean gone;
    private boolean ended;
    /// What the request was charged for the attempts that ended with a receipt, without those in [#chargedBeside], and
    /// for a verification.
    private NanoUsd charged = NanoUsd.ZERO;
    /// The same for attempts of a race in whose place the other one went on. The tenant is given back one of the two,
    /// so it is not told as a cost, but it counts against the request's highest cost, since both may stay charged.
    private NanoUsd chargedBeside = NanoUsd.ZERO;
    /// An attempt was charged, or may yet be.
    private boolean mayBeCharged;
    private int escalations;
    /// Attempts that were placed.
    private int placed;
    /// Null where only one attempt runs at a time.
    private @Nullable Race race;
    /// What an earlier attempt came to is not known.
    private boolean allowsNoFurther;
    /// Delivers an answer that failed its check, where no better one comes.
    private @Nullable Runnable fallback;
    /// Settles an answer that a verifier is asked about, should nobody wait for the verdict any more.
    private @Nullable Runnable unverified;
    /// Null where no verifier was asked.
    private Completed.@Nullable Verified verified;
    /// What the latest attempt's node said of a prompt that is too long for its context; else null.
    private @Nullable AttemptRefusal tooLong;
    /// An attempt came to nothing for another reason than that.
    private boolean failedOtherwise;

    private final Attempt.Request attemptsOwn = new AttemptsRequest();

    private ChatCompletion(Steps steps, Exchange exchange, Consumer<Throwable> bugs) {
        this.steps = steps;
        this.exchange = exchange;
        this.bugs = bugs;
    }

    /// Begins the story, which ends by itself.
    ///
    /// @param bugs hears of what no step expected
    public static void begin(Steps steps, Exchange exchange, Consumer<Throwable> bugs) {
        ChatCompletion completion = new ChatCompletion(steps, exchange, bugs);
        exchange.onGone(completion::leave);
        completion.authenticate();
    }

    private void authenticate() {
        after(steps.authenticator().authenticate(exchange.credential(), exchange.payerChoice()), outcome -> {
            switch (outcome) {
                case Authentication.Authenticated(Tenant tenant) -> admit(tenant);
                case Authentication.Refused refused -> refuse(new Refusal.NotAuthenticated(refused));
            }
        });
    }

    private void admit(Tenant tenant) {
        switch (steps.concurrency().admit(tenant.organisation())) {
            case Admission.Admitted(Admission.Permit granted) -> {
                permit = granted;
                read(tenant);
            }
            case Admission.Refused refused -> refuse(new Refusal.NotAdmitted(refused));
        }
    }

    private void read(Tenant tenant) {
        after(exchange.read(), reading -> {
            switch (reading) {
                case Exchange.Reading.Read(ChatRequest request, IdempotencyKey key) -> {
                    RouteQuery query =
                            RouteQuery.of(tenant, request, exchange.requestId(), steps.promptSampleBytesMax());
                    if (key == null) {
                        route(query);
                    } else {
                        claim(query, key);
                    }
                }
                case Exchange.Reading.Answered _ -> end();
            }
        });
    }

    private void claim(RouteQuery query, IdempotencyKey key) {
        after(steps.claims().claim(KeyOwner.of(query.tenant()), key), claiming -> {
            switch (claiming) {
                case Claiming.Claimed(Claim claim) -> {
                    once = new Once(steps.claims(), claim);
                    route(query.rerunOf(claim.rerunOf()));
                }
                case Claiming.Answered(KeptAnswer answer) -> {
                    releasePermit();
                    exchange.replayed(answer);
                    end();
                }
                case Claiming.Refused refused -> refuse(new Refusal.NotClaimed(refused));
            }
        });
    }

    private void route(RouteQuery query) {
        after(steps.router().route(query), routing -> routed(query, 1, routing));
    }

    private void routed(RouteQuery query, int attempts, Routing routing) {
        switch (routing) {
            case Routing.Placed(Routed routed) -> {
                placed++;
                tooLong = null;
                open = routed;
                exchange.placed(routed);
                if (once == null || attempts > 1) {
                    generate(query, attempts, routed);
                } else {
                    note(once, query, routed);
                }
            }
            case Routing.NotPlaced(var refusal)
            when tooLong != null -> refuse(Refusal.withoutLongerContext(tooLong, refusal));
            case Routing.NotPlaced(RouteRefusal.CostUnreachable _)
            when chargedInAll().compareTo(NanoUsd.ZERO) > 0 -> refuse(new Refusal.CostMaxSpent(chargedInAll()));
            // What is left of the limit is not what the client named: its request failed, and is worth sending again.
            case Routing.NotPlaced(RouteRefusal.LatencyUnreachable(var message, var _, var _))
            when attempts > 1 -> refuse(new Refusal.AttemptsExhausted(placed, message));
            case Routing.NotPlaced(var refusal) -> refuse(new Refusal.NotRouted(refusal));
        }
    }

    /// Writes the reservation down before its token is presented: from then on it may be charged.
    private void note(Once claimed, RouteQuery query, Routed routed) {
        after(claimed.routed(routed.reservation()), noted -> {
            if (noted) {
                generate(query, 1, routed);
            } else {
                settle(
                        routed,
                        new Settlement.Unused(false),
                        () -> refuse(new Refusal.NotClaimed(new Claiming.Unavailable())));
            }
        });
    }

    private void generate(RouteQuery query, int attempts, Routed routed) {
        stopwatch.waiting();
        ChatRequest asked = asked(query);
        Attempt attempt = new Attempt(attemptsOwn, query, asked, attempts, routed);
        GenerationListener listener = attempts == 1 && mayRace(attempt) ? race(query, asked, attempt) : attempt;
        run(begin(routed, asked, listener));
    }

    private Generation begin(Routed routed, ChatRequest asked, GenerationListener listener) {
        return steps.inference()
                .generate(routed, asked, exchange.requestId(), new GuardedListener(listener, this::fail));
    }

    private void run(Generation running) {
        generation = running;
        exchange.onReady(running::resume);
    }

    /// An answer that is checked is not hedged: it may be escalated instead.
    private boolean mayRace(Attempt attempt) {
        return steps.hedges().areOn() && steps.attemptsMax() > 1 && attempt.held() == null;
    }

    private GenerationListener race(RouteQuery query, ChatRequest asked, Attempt first) {
        Race begun = new Race(
                steps.hedges(), steps.observer(), new HedgedRequest(query, asked, first.routed()), first.routed());
        race = begun;
        return begun.first(first);
    }

    /// The answer that is to be better is given once: it is not compared.
    private ChatRequest asked(RouteQuery query) {
        ChatRequest request = query.request();
        return escalations == 0 ? request : request.with(request.output().sampled(1));
    }

    private void ended(Attempt attempt, Attempt.End end) {
        Routed routed = attempt.routed();
        switch (end) {
            case Attempt.End.Whole(Finished finished) -> {
                charged = charged.plus(finished.cost());
                new Answer(attempt, finished).look();
            }
            case Attempt.End.Broken broken -> {
                charged = charged.plus(broken.finished().cost());
                brokenOff(attempt, broken);
            }
            case Attempt.End.Refused(AttemptRefusal refusal) -> refused(attempt, refusal);
            case Attempt.End.NotMetered(String message) ->
                settle(routed, new Settlement.Unheard(false), () -> refuse(new Refusal.NotMetered(message)));
            case Attempt.End.NotPresented(String message) -> rerouteUnused(attempt, message);
            case Attempt.End.Lost(String message, boolean nodeFailed) -> {
                Refusal refusal = attempt.received() ? new Refusal.BrokenOff(message) : new Refusal.Unheard(message);
                settle(routed, new Settlement.Unheard(nodeFailed), () -> refuse(refusal));
            }
        }
    }

    private void brokenOff(Attempt attempt, Attempt.End.Broken broken) {
        Finished finished = broken.finished();
        if (attempt.received()) {
            settle(
                    attempt.routed(),
                    new Settlement.Receipt(finished.receipt(), finished.cost()),
                    () -> refuse(new Refusal.BrokenOff(broken.why())));
        } else {
            reroute(attempt, new LastWord.Receipt(finished.receipt(), finished.cost()), broken.why());
        }
    }

    private void refused(Attempt attempt, AttemptRefusal refusal) {
        Routed routed = attempt.routed();
        Settlement settlement = Settlement.of(refusal);
        switch (refusal.kind()) {
            case HOLD_TOO_SMALL ->
                settle(routed, settlement, (Budget budget) -> refuse(new Refusal.HoldTooSmall(refusal, budget)));
            case TOKEN_USED -> settle(routed, settlement, () -> refuse(new Refusal.Unheard(refusal.message())));
            case NOT_SERVED -> settle(routed, settlement, () -> refuse(new Refusal.NotServed(refusal)));
            case CONTEXT_TOO_LONG -> rerouteToLonger(attempt, refusal);
            case ELSEWHERE -> reroute(attempt, new LastWord.Refusal(refusal.word()), refusal.message());
        }
    }

    /// Tries again elsewhere after an attempt whose end the node told, or gives up where nothing is left to try.
    private void reroute(Attempt failed, LastWord word, String why) {
        failedOtherwise = true;
        rerouteHeard(failed, word, why);
    }

    private void rerouteHeard(Attempt failed, LastWord word, String why) {
        generation = null;
        open = null;
        stopwatch.heard();
        if (word instanceof LastWord.Receipt) {
            mayBeCharged();
        }
        if (isLast()) {
            settle(failed.routed(), settlement(word), () -> refuse(new Refusal.AttemptsExhausted(placed, why)));
        } else {
            again(failed, word);
        }
    }

    /// A longer context may hold the prompt. Where no attempt is left, the client is told of this
    /// one, unless others came to nothing for other reasons: then a longer one may be had once the
    /// request is sent again.
    private void rerouteToLonger(Attempt failed, AttemptRefusal refusal) {
        LastWord word = new LastWord.Refusal(refusal.word());
        if (isLast()) {
            Refusal end = failedOtherwise
                    ? new Refusal.AttemptsExhausted(placed, refusal.message())
                    : new Refusal.ContextTooLong(refusal);
            settle(failed.routed(), settlement(word), () -> refuse(end));
        } else {
            tooLong = refusal;
            rerouteHeard(failed, word, refusal.message());
        }
    }

    /// The node never got the token: its hold is given back before another is asked for.
    private void rerouteUnused(Attempt failed, String why) {
        failedOtherwise = true;
        stopwatch.heard();
        settle(failed.routed(), new Settlement.Unused(true), () -> {
            if (isLast()) {
                refuse(new Refusal.AttemptsExhausted(placed, why));
            } else {
                again(failed, null);
            }
        });
    }

    private boolean isLast() {
        return allowsNoFurther || placed >= steps.attemptsMax();
    }

    private void again(Attempt failed, @Nullable LastWord word) {
        steps.observer().rerouted();
        after(
                steps.router().reroute(failed.query(), failed.routed(), word, chargedInAll()),
                routing -> routed(failed.query(), failed.number() + 1, routing));
    }

    private NanoUsd chargedInAll() {
        return charged.plus(chargedBeside);
    }

    private static Settlement settlement(LastWord word) {
        return switch (word) {
            case LastWord.Receipt(var receipt, var cost) -> new Settlement.Receipt(receipt, cost);
            case LastWord.FailedCheck(var receipt, var cost) -> new Settlement.Receipt(receipt, cost);
            case LastWord.Refusal(var refusal) -> new Settlement.Refusal(refusal);
        };
    }

    private void settle(Routed attempt, Settlement settlement, Runnable then) {
        settle(attempt, settlement, _ -> then.run());
    }

    private void settle(Routed attempt, Settlement settlement, Consumer<Budget> then) {
        generation = null;
        open = null;
        after(release(attempt, settlement), then);
    }

    private CompletionStage<Budget> release(Routed attempt, Settlement settlement) {
        switch (settlement) {
            case Settlement.Receipt _, Settlement.Unheard _ -> mayBeCharged();
            case Settlement.Refusal _, Settlement.Unused _ -> {}
        }
        return steps.settler().settle(attempt, settlement);
    }

    private void mayBeCharged() {
        mayBeCharged = true;
        if (once != null) {
            once.mayBeCharged();
        }
    }

    private void refuse(Refusal refusal) {
        if (ended) {
            return;
        }
        Runnable second = fallback;
        if (second != null) {
            fallback = null;
            guarded(second);
            return;
        }
        end();
        Once claimed = once;
        if (claimed == null) {
            exchange.refused(refusal, mayBeCharged);
        } else {
            claimed.unanswered().whenComplete((_, _) -> exchange.refused(refusal, mayBeCharged));
        }
    }

    /// The client went away: stop the node, and leave the hold to the usage event.
    private void leave() {
        if (ended) {
            return;
        }
        gone = true;
        steps.observer().gone();
        abandon();
        end();
        if (once != null && !answering) {
            var _ = once.unanswered();
        }
    }

    private void abandon() {
        if (race != null) {
            race.abandon();
        }
        Runnable whole = unverified;
        unverified = null;
        if (whole != null) {
            whole.run();
        }
        Generation running = generation;
        Routed attempt = open;
        generation = null;
        open = null;
        boolean presented = running != null && running.cancel();
        if (attempt != null) {
            var _ = release(attempt, presented ? new Settlement.Unheard(false) : new Settlement.Unused(false));
        }
    }

    /// Nothing more follows. An answer is given before: a bug on the way there is still told to the client.
    private void end() {
        ended = true;
        releasePermit();
    }

    /// Gives back its place among the requests that run.
    private void releasePermit() {
        Admission.Permit held = permit;
        permit = null;
        if (held != null) {
            held.release();
        }
    }

    /// Goes on with what a step came to, unless the client has gone: then what was just taken is let go.
    private <T> void after(CompletionStage<T> step, Consumer<T> next) {
        stopwatch.waiting();
        step.whenComplete((outcome, failure) -> {
            stopwatch.heard();
            guarded(() -> {
                if (failure != null) {
                    throw new IllegalStateException("a step failed unexpectedly", failure);
                }
                if (!gone) {
                    next.accept(outcome);
                } else if (outcome instanceof Routing.Placed(Routed routed)) {
                    var _ = release(routed, new Settlement.Unused(false));
                } else if (outcome instanceof Claiming.Claimed(Claim claim)) {
                    var _ = new Once(steps.claims(), claim).unanswered();
                }
            });
        });
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | StackOverflowError bug) {
            fail(bug);
        }
    }

    private void fail(Throwable bug) {
        bugs.accept(bug);
        abandon();
        if (gone && once != null) {
            // Nobody waits for an answer any more, and none will be kept: whoever repeats the request runs it anew.
            var _ = once.unanswered();
        }
        refuse(new Refusal.Internal());
    }

    /// This request, as the verification of its answer sees it.
    private final class VerifiedRequest implements Verification.Request {

        @Override
        public void route(RouteQuery question, Consumer<Routing> next) {
            after(steps.router().route(question), next);
        }

        @Override
        public void run(RouteQuery question, Routed chosen, GenerationListener listener) {
            open = chosen;
            stopwatch.waiting();
            ChatCompletion.this.run(begin(chosen, question.request(), listener));
        }

        @Override
        public void settle(Routed ended, Settlement settlement, Runnable next) {
            stopwatch.heard();
            ChatCompletion.this.settle(ended, settlement, next);
        }
    }

    /// This request, as the race of two of its attempts sees it.
    private final class HedgedRequest implements Race.Request {

        private final RouteQuery query;
        private final ChatRequest asked;
        private final Routed first;

        HedgedRequest(RouteQuery query, ChatRequest asked, Routed first) {
            this.query = query;
            this.asked = asked;
            this.first = first;
        }

        @Override
        public CompletionStage<Routing> hedge() {
            return steps.router().hedge(query, first);
        }

        @Override
        public Generation begin(Routed hedge, GenerationListener listener) {
            placed++;
            return ChatCompletion.this.begin(hedge, asked, listener);
        }

        @Override
        public void stopFirst() {
            abandon();
        }

        @Override
        public void endFirst(Settlement settlement) {
            generation = null;
            open = null;
            release(first, settlement);
        }

        @Override
        public GenerationListener takeOver(Routed hedge, Generation running) {
            open = hedge;
            run(running);
            return new Attempt(attemptsOwn, query, asked, 2, hedge);
        }

        @Override
        public void release(Routed attempt, Settlement settlement) {
            if (settlement instanceof Settlement.Receipt(var _, NanoUsd cost)) {
                chargedBeside = chargedBeside.plus(cost);
            }
            var _ = ChatCompletion.this.release(attempt, settlement);
        }

        @Override
        public void allowNoFurther() {
            allowsNoFurther = true;
        }

        @Override
        public void bug(Throwable bug) {
            fail(bug);
        }
    }

    /// This request, as its attempts see it.
    private final class AttemptsRequest implements Attempt.Request {

        @Override
        public void accepted(Routed routed) {
            exchange.accepted(routed);
        }

        @Override
        public void firstDelta() {
            stopwatch.heard();
            steps.observer().firstDelta(stopwatch.sinceArrival(), stopwatch.waited());
        }

        @Override
        public void deliver(Routed routed, Delta delta) {
            Generation running = generation;
            if (!exchange.delta(routed, delta) && running != null) {
                running.pause();
            }
        }

        @Override
        public void ended(Attempt attempt, Attempt.End end) {
            ChatCompletion.this.ended(attempt, end);
        }
    }

    /// A whole answer: what is thought of it, and what follows.
    private final class Answer {

        private final Attempt attempt;
        private final Routed routed;
        private final Finished whole;
        /// Null where it is not checked.
        private final @Nullable CheckedAnswer held;
        private Judgement judgement = new Judgement.Undecided();

        Answer(Attempt attempt, Finished whole) {
            this.attempt = attempt;
            this.routed = attempt.routed();
            this.whole = whole;
            this.held = attempt.held();
        }

        void look() {
            Verifier verifier = steps.verifier();
            CheckedAnswer answer = held;
            if (answer != null) {
                judgement = answer.judge();
            }
            if (answer == null || verifier == null || judgement.isBroken() || !isToVerify(verifier)) {
                conclude();
                return;
            }
            RoutedProfile profile = routed.profile();
            Verification.question(
                            verifier,
                            attempt.query(),
                            profile == null ? "" : profile.text(),
                            answer.text(),
                            chargedInAll(),
                            steps.promptSampleBytesMax())
                    .ifPresentOrElse(question -> verify(verifier, question), this::conclude);
        }

        /// The answer that is to be better than one that failed is not verified again, nor its own by the verifier.
        private boolean isToVerify(Verifier verifier) {
            return attempt.query().request().wishes().check() == RequestedCheck.VERIFIER
                    && escalations == 0
                    && !verifier.is(routed.variant(), routed.tier());
        }

        private void verify(Verifier verifier, RouteQuery question) {
            generation = null;
            open = null;
            mayBeCharged();
            unverified = () -> {
                var _ = release(routed, new Settlement.Receipt(whole.receipt(), whole.cost()));
            };
            Verification.begin(new VerifiedRequest(), verifier, question, verdict -> {
                unverified = null;
                heard(verdict);
                conclude();
            });
        }

        private void heard(Verification.Verdict verdict) {
            steps.observer().verified(verdict.judgement());
            charged = charged.plus(verdict.cost());
            allowsNoFurther |= !verdict.isCostKnown();
            Routed by = verdict.by();
            if (by != null) {
                verified = new Completed.Verified(by.reservation(), by.variant(), verdict.cost());
            }
            if (!(verdict.judgement() instanceof Judgement.Undecided)) {
                judgement = verdict.judgement();
            }
        }

        private void conclude() {
            if (judgement.isBroken() && routed.escalationHeld() && !isLast()) {
                escalate();
            } else {
                deliver();
            }
        }

        /// Asks the variant that was held for from the start; this answer stands where none comes of that.
        private void escalate() {
            generation = null;
            open = null;
            mayBeCharged();
            escalations++;
            fallback = this::deliver;
            again(attempt, new LastWord.FailedCheck(whole.receipt(), whole.cost()));
        }

        private void deliver() {
            fallback = null;
            if (held != null) {
                held.deltas().forEach(delta -> exchange.delta(routed, delta));
            }
            Finished finished = held == null ? whole : held.end(whole);
            Settlement settlement = new Settlement.Receipt(finished.receipt(), finished.cost());
            Once claimed = once;
            if (claimed == null) {
                settle(routed, settlement, (Budget budget) -> complete(finished, budget));
            } else {
                keep(claimed, settlement, finished);
            }
        }

        private void complete(Finished finished, Budget budget) {
            releasePermit();
            exchange.completed(completed(finished, budget));
            end();
        }

        private Completed completed(Finished finished, Budget budget) {
            Check check = held == null ? null : new Check(judgement, escalations, verified);
            return new Completed(routed, finished, attempt.shortenedByHold(), budget, charged, check);
        }

        /// The answer is kept before it is delivered, and also for a client that has gone meanwhile: it will ask again.
        private void keep(Once claimed, Settlement settlement, Finished finished) {
            generation = null;
            open = null;
            answering = true;
            CompletionStage<Budget> kept = release(routed, settlement)
                    .thenCompose(budget -> claimed.answered(exchange.kept(completed(finished, budget)))
                            .thenApply(_ -> budget));
            after(kept, budget -> complete(finished, budget));
        }
    }
}
