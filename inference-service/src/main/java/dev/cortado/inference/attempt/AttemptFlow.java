package dev.cortado.inference.attempt;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.attempt.AttemptCall.Wanted;
import dev.cortado.inference.engine.Delta;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.EngineStopped;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.GenerationTimings;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.PreparedPrompt.Bound;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.engine.Tenant;
import dev.cortado.inference.meter.CompletionLimit;
import dev.cortado.inference.meter.MeteredAttempt;
import dev.cortado.inference.meter.MeteringGate;
import dev.cortado.inference.meter.UsageLog;
import dev.cortado.inference.node.Node;
import dev.cortado.inference.node.VariantStatus;
import dev.cortado.inference.verify.AttemptGrant;
import dev.cortado.inference.verify.RefusalCause;
import dev.cortado.inference.verify.TokenVerifier;
import dev.cortado.inference.verify.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/// One attempt's story: verify the token, count the prompt exactly, cap the completion so that the
/// cost stays within the holds, generate, meter what was done, and only then say that it is
/// finished.
///
/// Every attempt that starts yields one usage event, however it ends; one that is refused yields none.
public final class AttemptFlow {

    private final Node node;
    private final TokenVerifier verifier;
    private final MeteringGate gate;
    private final UsageLog log;
    private final Preparation preparation;
    private final AttemptObserver observer;
    private final InstantSource clock;
    private final AtomicInteger open = new AtomicInteger();
    private final ProfileCounts profiles;

    /// @param preparation where prompts are rendered and counted; may reject, which refuses the attempt
    public AttemptFlow(
            Node node,
            TokenVerifier verifier,
            MeteringGate gate,
            UsageLog log,
            Preparation preparation,
            AttemptObserver observer,
            InstantSource clock) {
        this.node = node;
        this.verifier = verifier;
        this.gate = gate;
        this.log = log;
        this.preparation = preparation;
        this.observer = observer;
        this.clock = clock;
        this.profiles = new ProfileCounts(node, preparation);
    }

    /// What profiles add to prompts here.
    public ProfileCounts profiles() {
        return profiles;
    }

    /// Returns at once; the stream hears the rest.
    public RunningAttempt run(AttemptCall call, AttemptStream caller) {
        RunningAttempt running = new RunningAttempt();
        AttemptStream stream = new CountedStream(caller, open);
        switch (call) {
            case AttemptCall.NotGenuine(var message) ->
                refuse(stream, RefusedAttempt.of(Optional.empty(), RefusalCause.BAD_SIGNATURE, message));
            case AttemptCall.Unsupported(var grant, var field, var message) -> {
                if (verified(grant, stream)) {
                    refuse(stream, RefusedAttempt.unsupported(grant.id(), field, message));
                }
            }
            case Wanted wanted -> {
                if (verified(wanted.grant(), stream)) {
                    admit(wanted, stream, running);
                }
            }
        }
        return running;
    }

    /// Attempts whose caller has not heard the end.
    public int open() {
        return open.get();
    }

    private boolean verified(AttemptGrant grant, AttemptStream stream) {
        return switch (verifier.verify(grant, clock.instant())) {
            case Verdict.Good() -> true;
            case Verdict.Bad(var cause, var message) -> {
                refuse(stream, refusal(grant, cause, message));
                yield false;
            }
        };
    }

    private void admit(Wanted wanted, AttemptStream stream, RunningAttempt running) {
        AttemptGrant grant = wanted.grant();
        if (node.draining()) {
            refuse(stream, refusal(grant, RefusalCause.DRAINING, "the node is stopping"));
        } else if (!gate.open(clock.instant())) {
            refuse(stream, refusal(grant, RefusalCause.METERING_UNAVAILABLE, "usage events are not acknowledged"));
        } else {
            switch (node.variants().status(grant.variant()).orElse(null)) {
                case null ->
                    refuse(stream, refusal(grant, RefusalCause.VARIANT_NOT_LOADED, "not a variant of this node"));
                case VariantStatus.Loading(var message) ->
                    refuse(stream, refusal(grant, RefusalCause.VARIANT_NOT_LOADED, message));
                case VariantStatus.Failed(var reason) ->
                    refuse(stream, refusal(grant, RefusalCause.VARIANT_NOT_LOADED, reason));
                case VariantStatus.Ready(var engine) -> prepare(engine, wanted, stream, running);
            }
        }
    }

    private void prepare(Engine engine, Wanted wanted, AttemptStream stream, RunningAttempt running) {
        String adapter = wanted.adapter().id();
        if (!adapter.isEmpty() && !engine.adapters().contains(adapter)) {
            refuse(
                    stream,
                    RefusedAttempt.unsupported(
                            wanted.grant().id(),
                            "adapter",
                            "adapter: '" + adapter + "' is not loaded for this variant; loaded are "
                                    + new TreeSet<>(engine.adapters())));
            return;
        }
        Optional<Abilities.Lack> lack = Abilities.lack(engine.description(), wanted);
        if (lack.isPresent()) {
            refuse(
                    stream,
                    RefusedAttempt.unsupported(
                            wanted.grant().id(), lack.get().field(), lack.get().message()));
            return;
        }
        try {
            preparation.execute(tenant(wanted.grant()), () -> count(engine, wanted, stream, running));
        } catch (Preparation.TenantShareFull e) {
            refuse(
                    stream,
                    refusal(
                            wanted.grant(),
                            RefusalCause.TENANT_SHARE_FULL,
                            "as many prompts of this organisation wait to be counted as may"));
        } catch (RejectedExecutionException e) {
            refuse(stream, refusal(wanted.grant(), RefusalCause.QUEUE_FULL, "too many prompts wait to be counted"));
        }
    }

    private static Tenant tenant(AttemptGrant grant) {
        return new Tenant(grant.usage().organisation());
    }

    private void count(Engine engine, Wanted wanted, AttemptStream stream, RunningAttempt running) {
        if (running.cancelled()) {
            meter(leftBeforeStart(wanted.grant()), stream);
            return;
        }
        PromptPreparation preparation;
        try {
            preparation = engine.prepare(wanted.conversation());
        } catch (EngineStopped _) {
            refuse(stream, refusal(wanted.grant(), RefusalCause.VARIANT_NOT_LOADED, "its engine has stopped"));
            return;
        } catch (RuntimeException e) {
            preparation = new PromptPreparation.Unrenderable("the prompt could not be counted: " + e.getMessage());
        }
        switch (preparation) {
            case PromptPreparation.Unrenderable(var reason) ->
                refuse(stream, RefusedAttempt.unsupported(wanted.grant().id(), "messages", "messages: " + reason));
            case PromptPreparation.Unsupported(var field, var reason) ->
                refuse(stream, RefusedAttempt.unsupported(wanted.grant().id(), field, field + ": " + reason));
            case PromptPreparation.Prepared(var prompt) ->
                cap(engine, profiles.counted(engine, wanted), prompt, stream, running);
        }
    }

    private void cap(
            Engine engine, Wanted wanted, PreparedPrompt prompt, AttemptStream stream, RunningAttempt running) {
        int context = engine.description().contextTokens();
        CompletionLimit limit = CompletionLimit.of(
                wanted.grant(), prompt.count(), context, wanted.sampling().choices());
        TokenCount counted = prompt.exact() ? prompt.count() : TokenCount.ZERO;
        switch (limit) {
            case CompletionLimit.Allowed allowed -> generate(engine, wanted, prompt, allowed, stream, running);
            case CompletionLimit.ContextTooLong _, CompletionLimit.HoldTooSmall _
            when prompt.bound() == Bound.AT_MOST_FOR_NOW ->
                refuse(
                        stream,
                        refusal(
                                wanted.grant(),
                                RefusalCause.NOT_COUNTED,
                                "the model's server does not count tokens now, and the bytes of this prompt allow for "
                                        + prompt.size() + ", more than its hold or the context takes: repeat the"
                                        + " request in a few seconds"));
            case CompletionLimit.ContextTooLong(var contextTokens) ->
                refuse(
                        stream,
                        counted(
                                wanted.grant(),
                                RefusalCause.CONTEXT_TOO_LONG,
                                tooLong(prompt, contextTokens),
                                prompt.counted(),
                                NanoUsd.ZERO,
                                contextTokens));
            case CompletionLimit.HoldTooSmall(var costMin) ->
                refuse(
                        stream,
                        counted(
                                wanted.grant(),
                                RefusalCause.HOLD_TOO_SMALL,
                                "the hold does not pay for a prompt of " + inWords(prompt)
                                        + " tokens and its completion",
                                counted,
                                costMin,
                                context));
        }
    }

    /// What was not counted may fit all the same.
    private static String tooLong(PreparedPrompt prompt, int contextTokens) {
        String leaves = prompt.bound() == Bound.AT_MOST ? " tokens may leave" : " tokens leaves";
        return "a prompt of " + inWords(prompt) + leaves + " no room in a context of " + contextTokens;
    }

    private static String inWords(PreparedPrompt prompt) {
        return switch (prompt.bound()) {
                    case EXACT -> "";
                    case AT_MOST, AT_MOST_FOR_NOW -> "at most ";
                    case AT_LEAST -> "at least ";
                }
                + prompt.size();
    }

    private void generate(
            Engine engine,
            Wanted wanted,
            PreparedPrompt prompt,
            CompletionLimit.Allowed allowed,
            AttemptStream stream,
            RunningAttempt running) {
        AttemptGrant grant = wanted.grant();
        GenerationOrder order = new GenerationOrder(
                tenant(grant),
                wanted.adapter(),
                prompt,
                allowed.max(),
                wanted.sampling(),
                wanted.stops(),
                grant.times().startBy(),
                grant.times().finishBy());
        Relay relay = new Relay(grant, allowed.cutByHold(), stream);
        relay.accept(prompt.count(), allowed);
        Submission submission;
        try {
            submission = engine.submit(order, relay);
        } catch (RuntimeException | Error e) {
            refuse(stream, refusal(grant, RefusalCause.VARIANT_NOT_LOADED, "the engine could not take the attempt"));
            throw e;
        }
        switch (submission) {
            case Submission.Submitted(var generation) -> running.submitted(generation);
            case Submission.QueueFull(var depth) ->
                refuse(
                        stream,
                        refusal(grant, RefusalCause.QUEUE_FULL, "all slots are busy and " + depth + " attempts wait"));
            case Submission.TenantShareFull(var most) ->
                refuse(
                        stream,
                        refusal(
                                grant,
                                RefusalCause.TENANT_SHARE_FULL,
                                most + " attempts of this organisation wait already, which is its share of the queue"));
            case Submission.Unserved(var field, var message) ->
                refuse(stream, RefusedAttempt.unsupported(grant.id(), field, message));
            case Submission.Stopped() -> refuse(stream, refusal(grant, RefusalCause.DRAINING, "the node is stopping"));
        }
    }

    /// Hears the engine and passes on.
    private final class Relay implements GenerationListener {

        private final AttemptGrant grant;
        private final boolean cutByHold;
        private final AttemptStream stream;

        Relay(AttemptGrant grant, boolean cutByHold, AttemptStream stream) {
            this.grant = grant;
            this.cutByHold = cutByHold;
            this.stream = stream;
        }

        void accept(TokenCount promptTokens, CompletionLimit.Allowed allowed) {
            stream.accepted(promptTokens, allowed.max(), allowed.cutByHold());
        }

        @Override
        public void delta(String text) {
            stream.delta(text);
        }

        @Override
        public void delta(Delta delta) {
            stream.delta(delta);
        }

        @Override
        public void ended(GenerationEnd end) {
            switch (end) {
                case GenerationEnd.Generated generated -> meter(MeteredAttempt.of(grant, generated, cutByHold), stream);
                case GenerationEnd.NeverStarted(var reason) -> neverStarted(reason);
                case GenerationEnd.TurnedAway(var obstacle, var message) -> turnedAway(obstacle, message);
            }
        }

        private void turnedAway(GenerationEnd.Obstacle obstacle, String message) {
            switch (obstacle) {
                case BUSY -> refuse(stream, refusal(grant, RefusalCause.QUEUE_FULL, message));
                case NOT_THERE -> refuse(stream, refusal(grant, RefusalCause.VARIANT_NOT_LOADED, message));
                case UNSUPPORTED -> refuse(stream, RefusedAttempt.unsupported(grant.id(), "", message));
            }
        }

        private void neverStarted(GenerationEnd.Reason reason) {
            switch (reason) {
                case START_TOO_LATE ->
                    refuse(stream, refusal(grant, RefusalCause.TOKEN_EXPIRED, "no slot became free in time"));
                case CANCELLED -> meter(leftBeforeStart(grant), stream);
                case ENGINE_STOPPED -> refuse(stream, refusal(grant, RefusalCause.DRAINING, "the node is stopping"));
            }
        }
    }

    /// Nobody hears a refusal any more once the caller is gone: an event of nothing frees the hold at once, where
    /// silence would keep it until `publishBy`.
    private MeteredAttempt leftBeforeStart(AttemptGrant grant) {
        Instant now = clock.instant();
        GenerationTimings timings = new GenerationTimings(now, now, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        return MeteredAttempt.of(
                grant,
                new GenerationEnd.Generated(StopCause.CANCELLED, TokenCount.ZERO, TokenCount.ZERO, timings, ""),
                false);
    }

    private void meter(MeteredAttempt attempt, AttemptStream stream) {
        if (attempt.timings().timeToFirstToken().isPositive()) {
            observer.firstToken(attempt.grant().variant(), attempt.timings().timeToFirstToken());
        }
        Instant begun = clock.instant();
        log.append(attempt).thenAccept(outcome -> {
            Duration took = Duration.between(begun, clock.instant());
            switch (outcome) {
                case UsageLog.Appended(var at) -> {
                    boolean inTime = !at.isAfter(attempt.grant().times().publishBy());
                    observer.metered(attempt, inTime, took);
                    if (inTime) {
                        stream.finished(attempt, at);
                    } else {
                        stream.meteringUnavailable("the usage event was appended too late");
                    }
                }
                case UsageLog.NotAcknowledged(var reason) -> {
                    observer.metered(attempt, false, took);
                    stream.meteringUnavailable(reason);
                }
            }
        });
    }

    private static RefusedAttempt refusal(AttemptGrant grant, RefusalCause cause, String message) {
        return RefusedAttempt.of(Optional.of(grant.id()), cause, message);
    }

    private static RefusedAttempt counted(
            AttemptGrant grant,
            RefusalCause cause,
            String message,
            TokenCount promptTokens,
            NanoUsd costMin,
            int contextTokens) {
        return new RefusedAttempt(Optional.of(grant.id()), cause, message, promptTokens, costMin, contextTokens);
    }

    private void refuse(AttemptStream stream, RefusedAttempt refused) {
        observer.refused(refused.cause());
        stream.refused(refused);
    }
}
