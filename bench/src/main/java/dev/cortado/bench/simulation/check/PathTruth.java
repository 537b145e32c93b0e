package dev.cortado.bench.simulation.check;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an administrator truly changed on the tenants' paths of a history, by which version of the
/// configuration, and what accounting said of it.
public final class PathTruth {

    /// @param at when it was committed, in true time
    public record Changed(long version, Instant at) {}

    private final Map<Long, Changed> added = new HashMap<>();
    private final Map<Long, Changed> removed = new HashMap<>();
    private final Map<Long, Changed> hardened = new HashMap<>();
    private final Set<Long> softened = new HashSet<>();
    private final Map<String, Changed> suspended = new HashMap<>();
    private final Map<String, Instant> resumed = new HashMap<>();
    private final Map<Long, Instant> saidInForce = new HashMap<>();
    private Instant latest = Instant.MIN;

    public void added(long limit, Changed change) {
        added.put(limit, note(change));
    }

    public void removed(long limit, Changed change) {
        removed.put(limit, note(change));
    }

    public void hardened(long limit, Changed change) {
        hardened.put(limit, note(change));
    }

    public void softened(long limit, Changed change) {
        hardened.remove(limit);
        softened.add(limit);
        note(change);
    }

    public void suspended(String node, Changed change) {
        suspended.put(node, note(change));
    }

    public void resumed(String node, Changed change) {
        suspended.remove(node);
        resumed.put(node, note(change).at);
    }

    private Changed note(Changed change) {
        latest = change.at.isAfter(latest) ? change.at : latest;
        return change;
    }

    /// Accounting said that every router acts on this version.
    public void saidInForce(long version, Instant at) {
        saidInForce.putIfAbsent(version, at);
    }

    /// How a limit came; null where the history began with it.
    public @Nullable Changed addition(long limit) {
        return added.get(limit);
    }

    /// How a limit turned hard; null where it was so from the beginning, or is soft.
    public @Nullable Changed hardening(long limit) {
        return hardened.get(limit);
    }

    /// Whether a limit turned soft at some time.
    public boolean wasSoftened(long limit) {
        return softened.contains(limit);
    }

    /// How a limit went; null while it stands.
    public @Nullable Changed removal(long limit) {
        return removed.get(limit);
    }

    /// How a node came to be suspended; null where it is not.
    public @Nullable Changed suspension(String node) {
        return suspended.get(node);
    }

    /// Whether a node is suspended, or was at some time after this moment.
    public boolean wasSuspendedAfter(String node, Instant moment) {
        Instant end = resumed.get(node);
        return suspended.containsKey(node) || (end != null && end.isAfter(moment));
    }

    /// When accounting first said that a version is in force; null where it never did.
    public @Nullable Instant inForceSince(long version) {
        return saidInForce.get(version);
    }

    public boolean hasChangedSince(Instant moment) {
        return latest.isAfter(moment);
    }
}
