package dev.cortado.router.session;

import java.util.List;

/// The version of the paths that this router acts on; every session acknowledges it with its heartbeats.
final class PathVersion {

    private final List<SessionWatcher> watchers;
    private long acknowledged;

    PathVersion(List<SessionWatcher> watchers) {
        this.watchers = watchers;
    }

    synchronized long acknowledged() {
        return acknowledged;
    }

    /// From now on the router acts on this version.
    synchronized void acknowledge(long version) {
        acknowledged = Math.max(acknowledged, version);
    }

    /// Accounting named a version: where it is news, what is known of paths is forgotten before it is acknowledged.
    void learn(long version) {
        if (version > acknowledged()) {
            watchers.forEach(watcher -> watcher.pathsChanged(version));
            acknowledge(version);
        }
    }
}
