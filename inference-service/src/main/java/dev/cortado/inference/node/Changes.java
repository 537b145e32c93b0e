package dev.cortado.inference.node;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Tells whoever watches that something a report shows has changed. Safe for use by several threads.
public final class Changes {

    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

    /// @param watcher called from any thread; must return at once
    /// @return what ends the watch
    public Runnable watch(Runnable watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    public void changed() {
        watchers.forEach(Runnable::run);
    }
}
