package dev.cortado.inference.batching;

import dev.cortado.inference.engine.AdapterLoading;
import dev.cortado.inference.engine.AdapterLoading.AdapterSource;
import dev.cortado.inference.engine.AdapterLoading.Unusable;
import dev.cortado.inference.engine.AdapterLoading.Usable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArraySet;

/// Adapters that are to be loaded between two steps, and those that are. Safe for use by several threads.
final class AdapterLoads {

    private final Set<String> loaded = new CopyOnWriteArraySet<>();
    /// Guarded by this.
    private final List<Wanted> wanted = new ArrayList<>();
    /// Guarded by this; empty while it goes on.
    private String over = "";

    private record Wanted(AdapterSource adapter, CompletableFuture<AdapterLoading> outcome) {}

    Set<String> loaded() {
        return Set.copyOf(loaded);
    }

    /// Asks for one; the loop is to call [#run].
    CompletableFuture<AdapterLoading> want(AdapterSource adapter) {
        Wanted one = new Wanted(adapter, new CompletableFuture<>());
        synchronized (this) {
            if (!over.isEmpty()) {
                return CompletableFuture.completedFuture(new Unusable(over));
            }
            wanted.add(one);
        }
        return one.outcome();
    }

    /// Loads what was asked for, each adapter once; on the loop's thread.
    void run(TokenModel model) {
        for (Wanted one : take()) {
            String id = one.adapter().id();
            AdapterLoading outcome = loaded.contains(id) ? new Usable() : load(model, one.adapter());
            if (outcome instanceof Usable) {
                loaded.add(id);
            }
            one.outcome().complete(outcome);
        }
    }

    /// A file that cannot be read must not fail the loop, and whoever waits for it must hear.
    private static AdapterLoading load(TokenModel model, AdapterSource adapter) {
        try {
            return model.load(adapter);
        } catch (RuntimeException | Error e) {
            return new Unusable("loading failed: " + e.getMessage());
        }
    }

    /// Loads no more.
    void end(String why) {
        synchronized (this) {
            over = why;
        }
        take().forEach(one -> one.outcome().complete(new Unusable(why)));
    }

    private synchronized List<Wanted> take() {
        List<Wanted> taken = List.copyOf(wanted);
        wanted.clear();
        return taken;
    }
}
