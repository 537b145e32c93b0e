package dev.cortado.inference.batching;

import dev.cortado.inference.engine.AdapterLoading;
import dev.cortado.inference.engine.AdapterLoading.AdapterSource;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.Embedder;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.EngineDescription;
import dev.cortado.inference.engine.EngineStopped;
import dev.cortado.inference.engine.GenerationEnd;
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
public final class BatchingEngine implements Engine {

    private static final System.Logger LOG = System.getLogger(BatchingEngine.class.getName());

    private static final long DEADLINE_CHECK_MILLIS = 50;

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
    private final FairQueue<Sequence> queue =
            new FairQueue<>(sequence -> sequence.order().tenant());
    /// Guarded by the lock for size and change; only the loop changes it.
    private final List<Sequence> running = new ArrayList<>();
    private final AdapterLoads adapters = new AdapterLoads();
    /// Only the loop uses them.
    private final Slots slots;
    private final AdapterTurns adapterTurns;
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
        Request request = new Request(order, listener, this::wake);
        boolean company;
        lock.lock();
        try {
            if (stopping || draining) {
                return new Submission.Stopped();
            }
            int slotsFree = description.slots() - running.size();
            if (queue.size() >= limits.queueDepthMax() + slotsFree) {
                return new Submission.QueueFull(limits.queueDepthMax());
            }
            if (queue.waiting(order.tenant()) >= limits.tenantWaitingMax() + slotsFree) {
                return new Submission.TenantShareFull(limits.tenantWaitingMax());
            }
            company = !running.isEmpty() || queue.size() > 0;
            queue.add(request.leader());
            changed = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        if (company) {
            step.companyCame();
        }
        occupancyChanged.run();
        return new Submission.Submitted(request);
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
            return new Occupancy(running.size(), queue.size(), step.prefillRate(), step.decodeRate());
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
            while (joinAndLeave()) {
                List<Sequence> ready =
                        running.stream().filter(Sequence::runnable).toList();
                if (ready.isEmpty()) {
                    awaitWork();
                } else {
                    List<Sequence> together = adapterTurns.next(ready);
                    step.take(together, together.size() < ready.size()).forEach(this::leave);
                }
            }
        } catch (RuntimeException | Error broken) {
            stopAll("the engine failed: " + broken);
            throw broken;
        } finally {
            stopAll("the node stopped");
            free();
        }
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
            dropFromQueue(now, tidings);
            boolean room = goesOn;
            while (room && queue.size() > 0) {
                Optional<Sequence> next = queue.next(this::slotsOf, this::fits);
                next.ifPresent(leader -> start(leader.request(), now));
                room = next.isPresent();
                joined |= room;
            }
            othersWait = queue.size() > 0;
        } finally {
            lock.unlock();
        }
        // After `changed` was cleared: one that is asked for from here on sets it again.
        adapters.run(model);
        tidings.forEach(Runnable::run);
        if (joined || !tidings.isEmpty()) {
            occupancyChanged.run();
        }
        return goesOn;
    }

    private boolean fits(Sequence leader) {
        return leader.request().choices().size() <= description.slots() - running.size();
    }

    private void start(Request request, Instant now) {
        request.started(now);
        for (Sequence choice : request.choices()) {
            choice.start(choice.choice() == 0 ? slots.take(choice.order()) : slots.takeEmpty());
            running.add(choice);
            model.open(
                    choice.slot(),
                    choice.order().sampling(),
                    choice.choice(),
                    choice.order().prompt().rule());
        }
    }

    private void dropFromQueue(Instant now, List<Runnable> tidings) {
        for (Sequence sequence : queue.removeIf(Sequence::cancelled)) {
            tidings.add(() -> sequence.request().neverStarted(GenerationEnd.Reason.CANCELLED));
        }
        for (Sequence sequence :
                queue.removeIf(waiting -> now.isAfter(waiting.order().startBy()))) {
            tidings.add(() -> sequence.request().neverStarted(GenerationEnd.Reason.START_TOO_LATE));
        }
        if (draining) {
            for (Sequence sequence : queue.removeIf(waiting -> true)) {
                tidings.add(() -> sequence.request().neverStarted(GenerationEnd.Reason.ENGINE_STOPPED));
            }
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
        sequence.end(ended.cause(), clock.instant(), ended.errorMessage());
        occupancyChanged.run();
    }

    /// Waits for a change; while sequences are paused or queued, no longer than until deadlines are due to be looked
    /// at.
    private void awaitWork() {
        long nanosLeft = TimeUnit.MILLISECONDS.toNanos(DEADLINE_CHECK_MILLIS);
        lock.lock();
        try {
            while (!changed && !stopping && nanosLeft > 0) {
                if (running.isEmpty() && queue.size() == 0) {
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

    private void stopAll(String why) {
        List<Sequence> waiting;
        List<Sequence> started;
        lock.lock();
        try {
            stopping = true;
            waiting = queue.removeIf(sequence -> true);
            started = List.copyOf(running);
            running.clear();
        } finally {
            lock.unlock();
        }
        adapters.end(why);
        waiting.forEach(
                sequence -> guarded(() -> sequence.request().neverStarted(GenerationEnd.Reason.ENGINE_STOPPED)));
        started.forEach(sequence -> guarded(() -> sequence.end(StopCause.ERROR, clock.instant(), why)));
    }

    /// One listener that fails must not keep others from hearing their end.
    private static void guarded(Runnable tiding) {
        try {
            tiding.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "the end of a generation could not be told", e);
        }
    }
}
