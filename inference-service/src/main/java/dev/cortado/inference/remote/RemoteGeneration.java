package dev.cortado.inference.remote;

import dev.cortado.inference.engine.Generation;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.GenerationTimings;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.remote.RemoteFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// One generation on a server, from submission to end. While no token has come it is tried again where that may help;
/// after the first one, what came stands, however it ends.
final class RemoteGeneration implements Generation {

    private final GenerationOrder order;
    private final GenerationListener listener;
    private final RemoteOrder asked;
    private final RemoteServer server;
    private final RemoteWork work;
    private final RemoteRates rates;
    private final ToLongFunction<RemoteGeneration> leave;
    private final Transcript transcript;
    private final Steering steering;
    private final long submittedNanos = System.nanoTime();

    private Instant startedAt = Instant.EPOCH;
    private long startedNanos;
    private long busyAtStart;

    /// @param leave gives its slot back, and tells how long the server was its own
    RemoteGeneration(
            GenerationOrder order,
            GenerationListener listener,
            RemoteOrder asked,
            RemoteServer server,
            RemoteWork work,
            RemoteRates rates,
            ToLongFunction<RemoteGeneration> leave) {
        this.order = order;
        this.listener = listener;
        this.asked = asked;
        this.server = server;
        this.work = work;
        this.rates = rates;
        this.leave = leave;
        this.transcript = new Transcript(order, listener, work.limits().believed());
        this.steering = new Steering(work.limits());
    }

    GenerationOrder order() {
        return order;
    }

    long busyAtStart() {
        return busyAtStart;
    }

    @Override
    public void cancel() {
        steering.cut(StopCause.CANCELLED, null);
    }

    /// The node stops.
    void stop() {
        steering.cut(StopCause.ERROR, new RemoteFailure(Kind.BROKEN, "the node stopped"));
    }

    @Override
    public void pause() {
        steering.pause(true);
    }

    @Override
    public void resume() {
        steering.pause(false);
    }

    boolean cancelled() {
        return steering.cut().isPresent();
    }

    void neverStarted(GenerationEnd.Reason reason) {
        listener.ended(new GenerationEnd.NeverStarted(reason));
    }

    /// Begins on a thread of its own; the engine's lock is held.
    void start(BusyShare busy) {
        busyAtStart = busy.now();
        startedAt = work.clock().instant();
        startedNanos = System.nanoTime();
        steering.started();
        Thread.ofVirtual().name("remote-generation").start(this::run);
    }

    /// Looks at the time limits.
    void look(Instant now) {
        if (now.isAfter(order.finishBy())) {
            steering.cut(StopCause.DEADLINE, null);
        } else {
            steering.look();
        }
    }

    private void run() {
        RemoteFailure failure = null;
        try {
            generate();
        } catch (RemoteFailure e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            failure = new RemoteFailure(Kind.BROKEN, "the answer could not be read: " + e);
        }
        tell(failure);
    }

    private void generate() {
        for (int tried = 0; ; tried++) {
            try {
                read();
                return;
            } catch (RemoteFailure failure) {
                if (!mayBeTriedAgain(tried, failure)) {
                    throw failure;
                }
            } finally {
                steering.close();
            }
        }
    }

    /// Sleeps before it says yes.
    private boolean mayBeTriedAgain(int tried, RemoteFailure failure) {
        Duration own = work.limits().retryDelay().multipliedBy(1L << Math.min(tried, Integer.SIZE - 2));
        Duration delay = own.compareTo(failure.retryAfter()) > 0 ? own : failure.retryAfter();
        return !transcript.begun()
                && tried < work.limits().retriesMax()
                && failure.mayBeTriedAgain()
                && !work.clock().instant().plus(delay).isAfter(order.startBy())
                && steering.slept(delay);
    }

    private void read() {
        if (cancelled()) {
            return;
        }
        RemoteCall call = server.open(asked);
        steering.opened(call);
        while (steering.awaitTurn(transcript)) {
            RemoteCall.ServerEvent event = call.next();
            steering.waitsNoMore();
            if (!transcript.take(event)) {
                return;
            }
        }
    }

    /// Gives the slot back and tells the end. A text that came to its end is whole, whatever came after it.
    private void tell(@Nullable RemoteFailure failed) {
        // First of all: whatever goes wrong from here on, others may have the place.
        long busyNanos = leave.applyAsLong(this);
        Steering.Cut own = new Steering.Cut(failed == null ? transcript.cause() : StopCause.ERROR, failed);
        Steering.Cut end = steering.cut().orElse(own);
        RemoteFailure failure = end.failure();
        if (failure != null && transcript.whole()) {
            end = new Steering.Cut(transcript.cause(), null);
        }
        if (failure != null && !transcript.begun()) {
            listener.ended(new GenerationEnd.TurnedAway(obstacle(failure.kind()), failure.text()));
        } else {
            BelievedUsage usage = transcript.usage(server);
            usage.objections().forEach(work.disputed());
            listener.ended(generated(end, usage, busyNanos));
        }
    }

    private GenerationEnd generated(Steering.Cut end, BelievedUsage usage, long busyNanos) {
        transcript.rates(rates, usage, startedNanos);
        long firstNanos = transcript.firstTokenNanos();
        RemoteFailure failure = end.failure();
        return new GenerationEnd.Generated(
                end.cause(),
                usage.prompt(),
                usage.cachedPrompt(),
                usage.completion(),
                usage.counters(),
                new GenerationTimings(
                        startedAt,
                        work.clock().instant(),
                        Duration.ofNanos(startedNanos - submittedNanos),
                        firstNanos == 0 ? Duration.ZERO : Duration.ofNanos(firstNanos - submittedNanos),
                        Duration.ofNanos(busyNanos)),
                failure == null ? "" : failure.text());
    }

    private static GenerationEnd.Obstacle obstacle(Kind kind) {
        return switch (kind) {
            case BUSY, BROKEN, GARBAGE, SILENT -> GenerationEnd.Obstacle.BUSY;
            case NOT_LET_IN, NO_MODEL -> GenerationEnd.Obstacle.NOT_THERE;
            case NOT_TAKEN -> GenerationEnd.Obstacle.UNSUPPORTED;
        };
    }
}
