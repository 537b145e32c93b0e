package dev.cortado.inference.engine;

import java.util.Set;

/// An engine's model under one of its adapters: the same weights, slots and queue, so that a variant with an adapter
/// costs the adapter's few megabytes. An order that names an adapter itself keeps its own.
public final class AdaptedEngine implements Engine {

    private final Engine base;
    private final AdapterUse adapter;

    /// @param base stays its owner's, who closes it
    public AdaptedEngine(Engine base, AdapterUse adapter) {
        this.base = base;
        this.adapter = adapter;
    }

    @Override
    public EngineDescription description() {
        return base.description();
    }

    @Override
    public PromptPreparation prepare(Conversation conversation) {
        return base.prepare(conversation);
    }

    @Override
    public Submission submit(GenerationOrder order, GenerationListener listener) {
        return base.submit(order.adapter().isNone() ? order.under(adapter) : order, listener);
    }

    @Override
    public Occupancy occupancy() {
        return base.occupancy();
    }

    @Override
    public Set<String> adapters() {
        return base.adapters();
    }

    @Override
    public boolean running() {
        return base.running();
    }

    @Override
    public String outage() {
        return base.outage();
    }

    /// Does nothing: the base goes on.
    @Override
    public void close() {}
}
