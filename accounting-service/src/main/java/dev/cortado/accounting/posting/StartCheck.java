package dev.cortado.accounting.posting;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a process must know before it grants anything: whether the log, as it ended when the process began, tells of
/// something that the books have lost. Where they know each tick of it that is not posted yet, they were not set back,
/// and nothing is waited for. Where they lack one, all of it must be posted first.
public final class StartCheck {

    /// The usage log as it stands.
    public interface Log {

        /// Each partition with the offset behind its last record.
        Map<Integer, Long> ends();

        /// Reads the ticks of a partition between two offsets, some at a time, while there are more and they are
        /// wanted.
        ///
        /// @param until exclusive
        void ticks(int partition, long from, long until, Predicate<List<LoggedTick>> wantsMore);
    }

    /// The books as they stand.
    public interface Books {

        /// The offset of the partition that is posted next.
        long next(int partition);

        /// Whether one of the ticks is lacking; then the books know that they were set back.
        boolean lack(List<LoggedTick> ticks);
    }

    private final Log log;
    private final Books books;
    /// What must be posted up to where; null before the log was looked at.
    private @Nullable Map<Integer, Long> awaited;

    public StartCheck(Log log, Books books) {
        this.log = log;
        this.books = books;
    }

    /// Looks once. What fails is looked at again the next time.
    ///
    /// @return whether the process may grant; if not, the books were set back and lack what the log had
    public boolean look() {
        Map<Integer, Long> ends = log.ends();
        if (awaited == null) {
            awaited = wereSetBack(ends) ? new HashMap<>(ends) : new HashMap<>();
        }
        // A log that was made anew meanwhile may end before.
        awaited.entrySet()
                .removeIf(each -> books.next(each.getKey())
                        >= Math.min(each.getValue(), ends.getOrDefault(each.getKey(), each.getValue())));
        return awaited.isEmpty();
    }

    private boolean wereSetBack(Map<Integer, Long> ends) {
        boolean setBack = false;
        for (Map.Entry<Integer, Long> end : ends.entrySet()) {
            long next = books.next(end.getKey());
            if (next < end.getValue() && lack(end.getKey(), next, end.getValue())) {
                setBack = true;
            }
        }
        return setBack;
    }

    private boolean lack(int partition, long from, long until) {
        boolean[] lacking = {false};
        log.ticks(partition, from, until, ticks -> {
            lacking[0] = books.lack(ticks);
            return !lacking[0];
        });
        return lacking[0];
    }
}
