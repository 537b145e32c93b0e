package dev.cortado.inference.node;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.inference.engine.AdaptedEngine;
import dev.cortado.inference.engine.AdapterLoading;
import dev.cortado.inference.engine.AdapterLoading.AdapterSource;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.ModelLoader;
import dev.cortado.inference.engine.ModelLoader.ModelSource;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// The variants of this node, loaded one after the other in the background; what is ready is served meanwhile. One
/// whose file is not there yet is loaded when it appears, so a file must be put in place whole, as by a rename or a
/// link; one that is an adapter is loaded onto its base's model once that is ready. Safe for use by several threads.
public final class Variants {

    private final ModelLoader loader;
    private final List<VariantPlan> plans;
    private final Duration fileCheckInterval;
    private final Runnable changed;
    private final BiConsumer<VariantPlan, VariantStatus> told;
    private final Map<VariantId, VariantStatus> statuses = new LinkedHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private boolean closed;

    /// @param fileCheckInterval time between two looks for files that are awaited
    /// @param changed called after any change of status or occupancy, from any thread
    /// @param told hears each change of status, for the log
    public Variants(
            ModelLoader loader,
            List<VariantPlan> plans,
            Duration fileCheckInterval,
            Runnable changed,
            BiConsumer<VariantPlan, VariantStatus> told) {
        this.loader = loader;
        this.plans = List.copyOf(plans);
        this.fileCheckInterval = fileCheckInterval;
        this.changed = changed;
        this.told = told;
        plans.forEach(plan -> statuses.put(plan.id(), new VariantStatus.Loading("waits for its turn to load")));
    }

    /// Loads every variant once its file is there; blocks until the last one is ready or failed, or until `close`.
    public void loadAll() {
        List<VariantPlan> left = new ArrayList<>(plans);
        while (!left.isEmpty()) {
            Optional<VariantPlan> next =
                    left.stream().filter(plan -> missing(plan).isEmpty()).findFirst();
            if (next.isPresent()) {
                left.remove(next.get());
                loadNow(next.get());
            } else {
                left.forEach(this::await);
            }
            if (next.isEmpty() && !pause()) {
                return;
            }
        }
    }

    private void loadNow(VariantPlan plan) {
        if (!set(plan, new VariantStatus.Loading("loading"))) {
            return;
        }
        VariantStatus status = load(plan);
        if (!set(plan, status) && status instanceof VariantStatus.Ready(Engine engine)) {
            engine.close();
        }
    }

    private void await(VariantPlan plan) {
        VariantStatus awaits = new VariantStatus.Loading(missing(plan).orElse("waits for its turn to load"));
        if (!status(plan.id()).equals(Optional.of(awaits))) {
            set(plan, awaits);
        }
    }

    /// @return false once closed
    private boolean pause() {
        try {
            return !closing.await(fileCheckInterval.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// A snapshot, in the order of configuration.
    public synchronized Map<VariantId, VariantStatus> statuses() {
        Map<VariantId, VariantStatus> now = new LinkedHashMap<>();
        statuses.forEach((id, status) -> now.put(id, current(status)));
        return Collections.unmodifiableMap(now);
    }

    public synchronized Optional<VariantStatus> status(VariantId id) {
        return Optional.ofNullable(statuses.get(id)).map(Variants::current);
    }

    private static VariantStatus current(VariantStatus status) {
        return status instanceof VariantStatus.Ready(Engine engine) && !engine.running()
                ? new VariantStatus.Failed(engine.outage())
                : status;
    }

    public List<VariantPlan> plans() {
        return plans;
    }

    public boolean anyReady() {
        return statuses().values().stream().anyMatch(VariantStatus.Ready.class::isInstance);
    }

    /// Which variant's engine broke for good, and why; empty while none did.
    public synchronized Optional<String> lost() {
        for (Map.Entry<VariantId, VariantStatus> variant : statuses.entrySet()) {
            if (variant.getValue() instanceof VariantStatus.Ready(Engine engine)
                    && engine.lost().isPresent()) {
                return Optional.of(variant.getKey() + ": " + engine.lost().get());
            }
        }
        return Optional.empty();
    }

    /// Generations that run or wait.
    public int generations() {
        return statuses().values().stream()
                .mapToInt(status -> status instanceof VariantStatus.Ready(Engine engine)
                                && !(engine instanceof AdaptedEngine)
                        ? engine.occupancy().busySlots() + engine.occupancy().queueDepth()
                        : 0)
                .sum();
    }

    /// Has every engine give back what waits, and take no more; also one that is out of service at this moment.
    void drain() {
        Map<VariantId, VariantStatus> last;
        synchronized (this) {
            last = Map.copyOf(statuses);
        }
        for (VariantStatus status : last.values()) {
            if (status instanceof VariantStatus.Ready(Engine engine)) {
                engine.drain();
            }
        }
    }

    /// Closes every engine; what still runs ends as failed.
    public void close() {
        Map<VariantId, VariantStatus> last;
        synchronized (this) {
            closed = true;
            last = Map.copyOf(statuses);
        }
        closing.countDown();
        for (VariantStatus status : last.values()) {
            if (status instanceof VariantStatus.Ready(Engine engine)) {
                engine.close();
            }
        }
    }

    /// What a variant waits for; empty also for what will never come, which loading then tells.
    private Optional<String> missing(VariantPlan plan) {
        VariantPlan.Adapted adapted = plan.adapted();
        if (adapted == null) {
            return loader.missing(source(plan));
        }
        if (status(adapted.base()).orElse(null) instanceof VariantStatus.Loading) {
            return Optional.of("waits for its base " + adapted.base());
        }
        return Files.isReadable(plan.file())
                ? Optional.empty()
                : Optional.of("waits for its adapter file " + plan.file().getFileName());
    }

    private VariantStatus load(VariantPlan plan) {
        VariantPlan.Adapted adapted = plan.adapted();
        return adapted == null ? loadModel(plan) : loadAdapter(plan, adapted);
    }

    private VariantStatus loadAdapter(VariantPlan plan, VariantPlan.Adapted adapted) {
        return switch (status(adapted.base()).orElse(null)) {
            case null ->
                new VariantStatus.Failed("its base " + adapted.base()
                        + " is not a variant of this node: add it to cortado.inference.variants");
            case VariantStatus.Loading(var message) ->
                new VariantStatus.Failed("its base " + adapted.base() + " is not ready: " + message);
            case VariantStatus.Failed(var reason) ->
                new VariantStatus.Failed("its base " + adapted.base() + " failed: " + reason);
            case VariantStatus.Ready(var base) -> loadAdapter(plan, adapted, base);
        };
    }

    private static VariantStatus loadAdapter(VariantPlan plan, VariantPlan.Adapted adapted, Engine base) {
        try {
            AdapterUse use = new AdapterUse(adapted.adapter(), adapted.scale());
            return switch (base.load(new AdapterSource(adapted.adapter(), plan.file(), plan.sha256()))) {
                case AdapterLoading.Usable() -> new VariantStatus.Ready(new AdaptedEngine(base, use));
                case AdapterLoading.Unusable(var reason) -> new VariantStatus.Failed(reason);
            };
        } catch (RuntimeException e) {
            return new VariantStatus.Failed("loading the adapter failed: " + e);
        }
    }

    private VariantStatus loadModel(VariantPlan plan) {
        try {
            return switch (loader.load(source(plan))) {
                case ModelLoader.Loaded(Engine engine) -> new VariantStatus.Ready(engine);
                case ModelLoader.LoadFailed(String reason) -> new VariantStatus.Failed(reason);
            };
        } catch (RuntimeException e) {
            return new VariantStatus.Failed("loading failed: " + e);
        }
    }

    private ModelSource source(VariantPlan plan) {
        return new ModelSource(
                plan.id().value(), plan.file(), plan.sha256(), plan.contextTokens(), plan.slots(), changed);
    }

    private boolean set(VariantPlan plan, VariantStatus status) {
        synchronized (this) {
            if (closed) {
                return false;
            }
            statuses.put(plan.id(), status);
        }
        told.accept(plan, status);
        changed.run();
        return true;
    }
}
