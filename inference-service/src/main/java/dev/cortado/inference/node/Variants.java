package dev.cortado.inference.node;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.ModelLoader;
import dev.cortado.inference.engine.ModelLoader.ModelSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// The variants of this node, loaded one after the other in the background; what is ready is served meanwhile.
/// Safe for use by several threads.
public final class Variants {

    private final ModelLoader loader;
    private final List<VariantPlan> plans;
    private final Runnable changed;
    private final BiConsumer<VariantPlan, VariantStatus> told;
    private final Map<VariantId, VariantStatus> statuses = new LinkedHashMap<>();
    private boolean closed;

    /// @param changed called after any change of status or occupancy, from any thread
    /// @param told hears each change of status, for the log
    public Variants(
            ModelLoader loader,
            List<VariantPlan> plans,
            Runnable changed,
            BiConsumer<VariantPlan, VariantStatus> told) {
        this.loader = loader;
        this.plans = List.copyOf(plans);
        this.changed = changed;
        this.told = told;
        plans.forEach(plan -> statuses.put(plan.id(), new VariantStatus.Loading("waits for its turn to load")));
    }

    /// Loads every variant; blocks until the last one is ready or failed.
    public void loadAll() {
        for (VariantPlan plan : plans) {
            if (!set(plan, new VariantStatus.Loading("loading"))) {
                return;
            }
            VariantStatus status = load(plan);
            if (!set(plan, status)) {
                if (status instanceof VariantStatus.Ready(Engine engine)) {
                    engine.close();
                }
                return;
            }
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
                ? new VariantStatus.Failed("the engine has stopped")
                : status;
    }

    public List<VariantPlan> plans() {
        return plans;
    }

    public boolean anyReady() {
        return statuses().values().stream().anyMatch(VariantStatus.Ready.class::isInstance);
    }

    /// Generations that run or wait.
    public int generations() {
        return statuses().values().stream()
                .mapToInt(status -> status instanceof VariantStatus.Ready(Engine engine)
                        ? engine.occupancy().busySlots() + engine.occupancy().queueDepth()
                        : 0)
                .sum();
    }

    /// Closes every engine; what still runs ends as failed.
    public void close() {
        Map<VariantId, VariantStatus> last;
        synchronized (this) {
            closed = true;
            last = statuses();
        }
        for (VariantStatus status : last.values()) {
            if (status instanceof VariantStatus.Ready(Engine engine)) {
                engine.close();
            }
        }
    }

    private VariantStatus load(VariantPlan plan) {
        try {
            ModelSource source =
                    new ModelSource(plan.id().value(), plan.file(), plan.contextTokens(), plan.slots(), changed);
            return switch (loader.load(source)) {
                case ModelLoader.Loaded(Engine engine) -> new VariantStatus.Ready(engine);
                case ModelLoader.LoadFailed(String reason) -> new VariantStatus.Failed(reason);
            };
        } catch (RuntimeException e) {
            return new VariantStatus.Failed("loading failed: " + e);
        }
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
