package dev.cortado.router.fleet;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/// The addresses of the nodes to watch: those that were given, always, and those that were found last.
public final class Roster {

    private final Set<String> given;
    private final int foundMax;
    private Set<String> watched;

    /// @param given host:port each
    /// @param foundMax the most that are taken of what is found, by name
    public Roster(Collection<String> given, int foundMax) {
        if (foundMax < 1) {
            throw new IllegalArgumentException("at least one found node must be taken, not " + foundMax);
        }
        this.given = Set.copyOf(given);
        this.foundMax = foundMax;
        this.watched = this.given;
    }

    /// What must change.
    ///
    /// @param joined addresses to watch from now on
    /// @param left addresses to leave
    /// @param dropped how many of those found are too many
    public record Change(Set<String> joined, Set<String> left, int dropped) {}

    /// Takes a discovery's answer. One without any address changes nothing: a name that resolves to nothing is far more
    /// often a fault of discovery than the end of every node, and nodes that are gone show that by their streams.
    ///
    /// @param found host:port each
    public synchronized Change found(Collection<String> found) {
        if (found.isEmpty()) {
            return new Change(Set.of(), Set.of(), 0);
        }
        Set<String> now = new LinkedHashSet<>(given);
        found.stream().distinct().sorted().limit(foundMax).forEach(now::add);
        Set<String> joined = new LinkedHashSet<>(now);
        joined.removeAll(watched);
        Set<String> left = new LinkedHashSet<>(watched);
        left.removeAll(now);
        watched = Set.copyOf(now);
        int distinct = (int) found.stream().distinct().count();
        return new Change(joined, left, Math.max(0, distinct - foundMax));
    }

    /// The addresses watched now.
    public synchronized Set<String> watched() {
        return watched;
    }
}
