package dev.cortado.inference.batching;

import dev.cortado.inference.engine.AdapterLoading;
import dev.cortado.inference.engine.AdapterLoading.AdapterSource;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.Embedder;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.EngineDescription;
import dev.cortado.inference.engine.EngineStopped;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.Occupancy;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.engine.Tenant;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// An engine that batches continuously: one thread steps the model, and between two steps generations join from a
/// bounded queue that tenants share fairly, leave when they end, are cancelled or pass their deadline, and are left out
/// while paused.
///
/// Where the loop fails unexpectedly, what runs ends as failed, and the loop begins anew with empty slots; what waits
/// goes on waiting. One that fails too often is lost, as only a new process makes it whole.
public final class BatchingEngine implements Engine {

    private static final System.Logger LOG = System.getLogger(BatchingEngine.class.getName());

    private static final long DEADLINE_CHECK_MILLIS = 50;
    private static final String STOPPED = "the node stopped";
    private static final String RECOVERED = "the engine failed and began anew: repeat the request";
    private static final String LOST = "the engine failed and is lost until the node is started anew";

    private final EngineDescription description;
    private final BatchingLimits limits;
    private final PromptSource prompts;
    private final DecodeStep step;
    private final TokenModel model;
    private final InstantSource clock;
    private final Runnable occupancyChanged;
    private final Thread loop;

    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();
    /// Under `life`.
    private boolean freed;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    /// Guarded by the lock.
    private final WaitingLine waiting;
    /// Guarded by the lock for size and change; only the loop changes it.
    private final List<Sequence> running = new ArrayList<>();
    private final AdapterLoads adapters = new AdapterLoads();
    /// Only the loop uses them.
    private final Slots slots;
    private final AdapterTurns adapterTurns;
    private final Recoveries recoveries;
    private volatile boolean lost;
    /// Guarded by the lock.
    private boolean changed;
    /// Whether generations were left waiting when slots were last given out; only the loop's thread has it.
    private boolean othersWait;
    /// Guarded by the lock.
    private boolean stopping;
    /// Guarded by the lock.
    private boolean draining;

    public BatchingEngine(
            EngineDescription description,
            BatchingLimits limits,
            PromptSource prompts,
            TokenModel model,
            DecodeStep step,
            InstantSource clock,
            Runnable occupancyChanged) {
        this.description = description;
        this.limits = limits;
        this.slots = new Slots(model, limits.prefixReuse());
        this.adapterTurns = new AdapterTurns(limits.adapterTurn());
        this.waiting = new WaitingLine(limits);
        this.recoveries = new Recoveries(limits.recovery());
        this.prompts = prompts;
        this.model = model;
        this.step = step;
        this.clock = clock;
        this.occupancyChanged = occupancyChanged;
        this.loop = Thread.ofPlatform()
                .name("decode-" + description.model())
                .daemon(true)
                .start(this::loop);
    }

    @Override
    public EngineDescription description() {
        return description;
    }

    @Override
    public PromptPreparation prepare(Conversation conversation) {
        life.readLock().lock();
        try {
            if (freed) {
                throw new EngineStopped();
            }
            return prompts.prepare(conversation);
        } finally {
            life.readLock().unlock();
        }
    }

    @Override
    public Submission submit(GenerationOrder order, GenerationListener listener) {
        check(order);
        Request request = new Request(order, listener, this::wake);
        boolean company;
        // Compiling takes the model's vocabulary.
        life.readLock().lock();
        try {
            Optional<Submission> refusal = refusal(order);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            request.compile(model);
            lock.lock();
            try {
                refusal = refusal(order);
                company = !running.isEmpty() || !waiting.isEmpty();
                if (refusal.isEmpty()) {
                    waiting.add(request);
                    changed = true;
                    work.signal();
                }
            } finally {
                lock.unlock();
            }
            if (refusal.isPresent()) {
                request.freeRules();
                return refusal.get();
            }
        } finally {
            life.readLock().unlock();
        }
        if (company) {
            step.companyCame();
        }
        occupancyChanged.run();
        return new Submission.Submitted(request);
    }

    private void check(GenerationOrder order) {
        long tokens = order.prompt().size() + order.completionMax().count();
        if (tokens > description.contextTokens()) {
            throw new IllegalArgumentException(
                    tokens + " tokens do not fit a context of " + description.contextTokens());
        }
        if (!order.adapter().isNone()
                && !adapters.loaded().contains(order.adapter().id())) {
            throw new IllegalArgumentException("adapter '" + order.adapter().id() + "' was not loaded");
        }
        if (order.sampling().choices() > description.slots()) {
            throw new IllegalArgumentException(
                    order.sampling().choices() + " choices do not fit " + description.slots() + " slots");
        }
    }

    /// Asked before a rule is compiled, lest that be done for nothing, and again when the order is to be queued.
    private Optional<Submission> refusal(GenerationOrder order) {
        lock.lock();
        try {
            if (stopping || draining) {
                return Optional.of(new Submission.Stopped());
            }
            return waiting.refusal(order, slotsFree());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public AdapterLoading load(AdapterSource adapter) {
        CompletableFuture<AdapterLoading> outcome = adapters.want(adapter);
        wake();
        return outcome.join();
    }

    @Override
    public Set<String> adapters() {
        return adapters.loaded();
    }

    @Override
    public Optional<Embedder> embedder() {
        return model.embedder();
    }

    @Override
    public Occupancy occupancy() {
        lock.lock();
        try {
            return new Occupancy(running.size(), waiting.size(), step.prefillRate(), step.decodeRate());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean running() {
        lock.lock();
        try {
            return !stopping;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<String> lost() {
        return lost ? Optional.of(LOST) : Optional.empty();
    }

    @Override
    public String outage() {
        return lost ? LOST : Engine.super.outage();
    }

    @Override
    public void drain() {
        lock.lock();
        try {
            draining = true;
        } finally {
            lock.unlock();
        }
        wake();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            stopping = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        step.abortAll();
        boolean interrupted = false;
        while (loop.isAlive()) {
            try {
                loop.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void wake() {
        step.cancellationsChanged();
        lock.lock();
        try {
            changed = true;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    private void loop() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = turn();
            }
        } catch (RuntimeException | Error beyondRecovery) {
            lost = true;
            throw beyondRecovery;
        } finally {
            stopAll();
            free();
        }
    }

    /// @return false once the engine is to stop
    private boolean turn() {
        try {
            boolean goesOn = joinAndLeave();
            if (goesOn) {
                step();
            }
            return goesOn;
        } catch (RuntimeException | Error failure) {
            return recovered(failure);
        }
    }

    private void step() {
        List<Sequence> ready = running.stream().filter(Sequence::runnable).toList();
        if (ready.isEmpty()) {
            awaitWork();
        } else {
            List<Sequence> together = adapterTurns.next(ready);
            step.take(together, together.size() < ready.size()).forEach(this::leave);
        }
    }

    /// Nobody knows what the slots hold after a failure, nor whose doing it was: all that runs is ended. What waits has
    /// touched nothing, and stays.
    ///
    /// @return whether the loop begins anew
    private boolean recovered(Throwable failure) {
        boolean again = recoveries.mayFollow(clock.instant());
        endRunning(again ? RECOVERED : LOST);
        if (again) {
            try {
                slots.clear();
            } catch (RuntimeException | Error e) {
                failure.addSuppressed(e);
                again = false;
            }
        }
        lost = !again;
        LOG.log(
                System.Logger.Level.ERROR,
                description.model() + ": the decode loop failed; what ran was ended, and "
                        + (again ? "the loop begins anew" : "the engine is lost"),
                failure);
        step.observer().loopFailed(again);
        if (again) {
            occupancyChanged.run();
        }
        return again;
    }

    /// Once no prompt is being counted: that takes the model's vocabulary, which goes with it.
    private void free() {
        life.writeLock().lock();
        try {
            freed = true;
            model.close();
        } finally {
            life.writeLock().unlock();
        }
    }

    /// @return false once the engine is to stop
    private boolean joinAndLeave() {
        Instant now = clock.instant();
        for (Sequence sequence : List.copyOf(running)) {
            if (sequence.cancelled()) {
                leave(new DecodeStep.Ended(sequence, StopCause.CANCELLED, ""));
            } else if (othersWait && sequence.request().isPausedFor(limits.pauseMax())) {
                leave(new DecodeStep.Ended(sequence, StopCause.CANCELLED, ""));
            } else if (now.isAfter(sequence.order().finishBy())) {
                leave(new DecodeStep.Ended(sequence, StopCause.DEADLINE, ""));
            }
        }
        List<Runnable> tidings = new ArrayList<>();
        boolean joined = false;
        boolean goesOn;
        lock.lock();
        try {
            changed = false;
            goesOn = !stopping;
            tidings.addAll(waiting.drop(now));
            if (draining) {
                tidings.addAll(waiting.dropAll());
            }
            boolean room = goesOn;
            while (room && !waiting.isEmpty()) {
                Optional<Request> next = waiting.next(this::slotsOf, slotsFree());
                next.ifPresent(request -> start(request, now));
                room = next.isPresent();
                joined |= room;
            }
            othersWait = !waiting.isEmpty();
        } finally {
            lock.unlock();
            tidings.forEach(BatchingEngine::guarded);
        }
        // After `changed` was cleared: one that is asked for from here on sets it again.
        adapters.run(model);
        if (joined || !tidings.isEmpty()) {
            occupancyChanged.run();
        }
        return goesOn;
    }

    private int slotsFree() {
        return description.slots() - running.size();
    }

    /// All choices run from here on, so that all are ended if opening one fails.
    private void start(Request request, Instant now) {
        request.started(now);
        running.addAll(request.choices());
        for (Sequence choice : request.choices()) {
            choice.open(model, choice.choice() == 0 ? slots.take(choice.order()) : slots.takeEmpty());
        }
    }

    private int slotsOf(Tenant tenant) {
        return (int) running.stream()
                .filter(sequence -> sequence.order().tenant().equals(tenant))
                .count();
    }

    private void leave(DecodeStep.Ended ended) {
        Sequence sequence = ended.sequence();
        model.end(sequence.slot());
        // After a failed step nobody knows what the slot holds.
        slots.give(
                sequence.slot(),
                sequence.order(),
                ended.cause() == StopCause.ERROR ? new int[0] : sequence.tokensHeld());
        lock.lock();
        try {
            running.remove(sequence);
        } finally {
            lock.unlock();
        }
        try {
            sequence.end(ended.cause(), clock.instant(), ended.errorMessage());
        } catch (RuntimeException | Error e) {
            // It runs no more, so nobody else would tell it.
            guarded(() -> sequence.request().broken(clock.instant(), RECOVERED));
            throw e;
        }
        occupancyChanged.run();
    }

    /// Waits for a change; while sequences are paused or queued, no longer than until deadlines are due to be looked
    /// at.
    private void awaitWork() {
        long nanosLeft = TimeUnit.MILLISECONDS.toNanos(DEADLINE_CHECK_MILLIS);
        lock.lock();
        try {
            while (!changed && !stopping && nanosLeft > 0) {
                if (running.isEmpty() && waiting.isEmpty()) {
                    work.await();
                } else {
                    nanosLeft = work.awaitNanos(nanosLeft);
                }
            }
        } catch (InterruptedException e) {
            stopping = true;
        } finally {
            lock.unlock();
        }
    }

    private void stopAll() {
        String why = lost ? LOST : STOPPED;
        List<Runnable> tidings;
        lock.lock();
        try {
            stopping = true;
            tidings = waiting.dropAll();
        } finally {
            lock.unlock();
        }
        adapters.end(why);
        tidings.forEach(BatchingEngine::guarded);
        endRunning(why);
        guarded(occupancyChanged);
    }

    private void endRunning(String why) {
        List<Sequence> started;
        lock.lock();
        try {
            started = List.copyOf(running);
            running.clear();
        } finally {
            lock.unlock();
        }
        Instant now = clock.instant();
        started.forEach(sequence -> guarded(() -> sequence.request().broken(now, why)));
    }

    /// One listener that fails must not keep others from hearing their end.
    private static void guarded(Runnable tiding) {
        try {
            tiding.run();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.WARNING, "the end of a generation could not be told", e);
        }
    }
}
