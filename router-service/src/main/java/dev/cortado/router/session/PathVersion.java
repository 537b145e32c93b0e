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

    /// Accounting told of the change of this version, and what it changed is forgotten. Versions have no
    /// gaps: where one before it was not heard of, nothing that is known of paths is certain.
    void heard(long version) {
        if (version > acknowledged() + 1) {
            learn(version);
        } else {
            acknowledge(version);
        }
    }

    /// Accounting named a version: where it is news, what is known of paths is forgotten before it is
    /// acknowledged.
    void learn(long version) {
        if (version > acknowledged()) {
            watchers.forEach(watcher -> watcher.pathsChanged(version));
            acknowledge(version);
        }
    }

    /// From now on the router acts on this version.
    private synchronized void acknowledge(long version) {
        acknowledged = Math.max(acknowledged, version);
    }
}
