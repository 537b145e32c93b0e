package dev.cortado.accounting.posting;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/// Where the books stand in each assigned partition: what to take, skip or fetch again of what the broker sends.
///
/// Safe for use by several threads; the books, not this, have the last word (compare-and-set).
public final class LogPositions {

    private final Map<Integer, Long> next = new ConcurrentHashMap<>();

    /// What to do with records of a partition.
    public sealed interface Advice {

        /// Take the records from this offset on; those before are in the books.
        record TakeFrom(long offset) implements Advice {}

        /// All of them are in the books.
        record Skip() implements Advice {}

        /// Records before them are missing: fetch again from this offset.
        record FetchFrom(long offset) implements Advice {}

        /// The books' position is not known (any more): ask them.
        record AskBooks() implements Advice {}
    }

    public void know(int partition, long nextOffset) {
        next.put(partition, nextOffset);
    }

    public void forget(int partition) {
        next.remove(partition);
    }

    public OptionalLong next(int partition) {
        Long known = next.get(partition);
        return known == null ? OptionalLong.empty() : OptionalLong.of(known);
    }

    /// @param first offset of the first record that came
    /// @param last offset of the last one
    public Advice advise(int partition, long first, long last) {
        Long expected = next.get(partition);
        if (expected == null) {
            return new Advice.AskBooks();
        }
        if (first > expected) {
            return new Advice.FetchFrom(expected);
        }
        return last < expected ? new Advice.Skip() : new Advice.TakeFrom(expected);
    }
}
