package dev.cortado.inference.remote;

import dev.cortado.inference.batching.FairQueue;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.EngineDescription;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.Occupancy;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.engine.Tenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// An engine that is a model on another server. As many generations as the server has slots are sent to it at once,
/// each on a thread of its own; the others wait here, shared fairly between tenants.
public final class RemoteEngine implements Engine {

    private final EngineDescription description;
    private final RemoteModel model;
    private final RemoteServer server;
    private final RemoteWork work;
    private final ServerHealth health;
    private final Runnable occupancyChanged;
    private final PromptBounds prompts;
    private final RemoteRates rates = new RemoteRates();
    private final Ticker ticker;

    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by the lock.
    private final FairQueue<RemoteGeneration> queue =
            new FairQueue<>(generation -> generation.order().tenant());
    /// Guarded by the lock.
    private final Set<RemoteGeneration> running = new LinkedHashSet<>();
    /// Guarded by the lock.
    private final BusyShare busy = new BusyShare();
    /// Guarded by the lock.
    private boolean stopping;
    /// Guarded by the lock.
    private boolean draining;

    RemoteEngine(
            EngineDescription description,
            RemoteModel model,
            RemoteServer server,
            RemoteWork work,
            ServerHealth health,
            Runnable occupancyChanged) {
        this.description = description;
        this.model = model;
        this.server = server;
        this.work = work;
        this.health = health;
        this.occupancyChanged = occupancyChanged;
        this.prompts = new PromptBounds(server, description.templateOverhead());
        this.ticker = new Ticker("remote-" + model.name(), this::look);
    }

    @Override
    public EngineDescription description() {
        return description;
    }

    @Override
    public PromptPreparation prepare(Conversation conversation) {
        return prompts.prepare(conversation);
    }

    @Override
    public Submission submit(GenerationOrder order, GenerationListener listener) {
        AdapterUse adapter = order.adapter();
        if (!adapter.isNone() && adapter.scale() != 1) {
            return new Submission.Unserved(
                    "adapter.scale",
                    "adapter.scale: the server applies adapter '" + adapter.id()
                            + "' at its own scale, which is 1 here");
        }
        RemoteOrder asked = remote(order);
        Optional<Submission.Unserved> unserved = server.unserved(asked);
        if (unserved.isPresent()) {
            return unserved.get();
        }
        RemoteGeneration generation = new RemoteGeneration(order, listener, asked, server, work, rates, this::leave);
        lock.lock();
        try {
            if (stopping || draining) {
                return new Submission.Stopped();
            }
            RemoteLimits limits = work.limits();
            int slotsFree = description.slots() - running.size();
            if (queue.size() >= limits.queueDepthMax() + slotsFree) {
                return new Submission.QueueFull(limits.queueDepthMax());
            }
            if (queue.waiting(order.tenant()) >= limits.tenantWaitingMax() + slotsFree) {
                return new Submission.TenantShareFull(limits.tenantWaitingMax());
            }
            queue.add(generation);
            startWhatFits();
        } finally {
            lock.unlock();
        }
        occupancyChanged.run();
        return new Submission.Submitted(generation);
    }

    private RemoteOrder remote(GenerationOrder order) {
        String name = order.adapter().isNone()
                ? model.name()
                : model.adapters().getOrDefault(order.adapter().id(), model.name());
        return new RemoteOrder(
                name,
                order.tenant(),
                order.prompt().conversation(),
                order.completionMax(),
                order.sampling(),
                order.stops());
    }

    @Override
    public Set<String> adapters() {
        return model.adapters().keySet();
    }

    @Override
    public Occupancy occupancy() {
        lock.lock();
        try {
            return new Occupancy(running.size(), queue.size(), rates.prefill(), rates.decode());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean running() {
        lock.lock();
        try {
            return !stopping && health.outage().isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String outage() {
        return health.outage().orElse("the engine has stopped");
    }

    @Override
    public void drain() {
        List<RemoteGeneration> waiting;
        lock.lock();
        try {
            draining = true;
            waiting = queue.removeIf(generation -> true);
        } finally {
            lock.unlock();
        }
        waiting.forEach(generation -> generation.neverStarted(GenerationEnd.Reason.ENGINE_STOPPED));
        occupancyChanged.run();
    }

    @Override
    public void close() {
        List<RemoteGeneration> started;
        List<RemoteGeneration> waiting;
        lock.lock();
        try {
            stopping = true;
            started = List.copyOf(running);
            waiting = queue.removeIf(generation -> true);
        } finally {
            lock.unlock();
        }
        waiting.forEach(generation -> generation.neverStarted(GenerationEnd.Reason.ENGINE_STOPPED));
        started.forEach(RemoteGeneration::stop);
        ticker.close();
        health.close();
        server.close();
    }

    /// Under the lock.
    private void startWhatFits() {
        while (!stopping && running.size() < description.slots() && queue.size() > 0) {
            RemoteGeneration next = queue.next(this::slotsOf);
            running.add(next);
            busy.of(running.size());
            next.start(busy);
        }
    }

    private int slotsOf(Tenant tenant) {
        return (int) running.stream()
                .filter(generation -> generation.order().tenant().equals(tenant))
                .count();
    }

    /// Called by a generation's thread before its end is told.
    ///
    /// @return nanoseconds of the server that it took
    private long leave(RemoteGeneration generation) {
        long took;
        lock.lock();
        try {
            took = busy.now() - generation.busyAtStart();
            running.remove(generation);
            busy.of(running.size());
            startWhatFits();
        } finally {
            lock.unlock();
        }
        occupancyChanged.run();
        return took;
    }

    /// Drops from the queue what is to wait no longer, and looks at the time limits of what runs.
    private void look() {
        Instant now = work.clock().instant();
        List<Runnable> tidings = new ArrayList<>();
        List<RemoteGeneration> started;
        lock.lock();
        try {
            for (RemoteGeneration left : queue.removeIf(RemoteGeneration::cancelled)) {
                tidings.add(() -> left.neverStarted(GenerationEnd.Reason.CANCELLED));
            }
            for (RemoteGeneration late :
                    queue.removeIf(waiting -> now.isAfter(waiting.order().startBy()))) {
                tidings.add(() -> late.neverStarted(GenerationEnd.Reason.START_TOO_LATE));
            }
            started = List.copyOf(running);
        } finally {
            lock.unlock();
        }
        tidings.forEach(Runnable::run);
        started.forEach(generation -> generation.look(now));
        if (!tidings.isEmpty()) {
            occupancyChanged.run();
        }
    }
}
