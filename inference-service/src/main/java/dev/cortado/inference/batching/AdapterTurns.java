package dev.cortado.inference.batching;

import dev.cortado.inference.engine.AdapterUse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Who steps next where sequences run under different adapters, which never share a step: all of one adapter and
/// scale, for a turn, then those that had theirs longest ago.
///
/// A turn lasts several steps, since the engine builds its graph anew for another adapter.
final class AdapterTurns {

    private final long turnNanos;
    private final Map<AdapterUse, Long> order = new HashMap<>();
    private long now;
    private AdapterUse current = AdapterUse.NONE;
    private long turnBegan = System.nanoTime();

    AdapterTurns(Duration turn) {
        this.turnNanos = turn.toNanos();
    }

    /// @param ready not empty
    /// @return those of one adapter and scale, in the same order
    List<Sequence> next(List<Sequence> ready) {
        Set<AdapterUse> wanted =
                ready.stream().map(sequence -> sequence.order().adapter()).collect(Collectors.toSet());
        order.keySet().retainAll(wanted);
        wanted.forEach(adapter -> order.computeIfAbsent(adapter, waits -> now++));
        boolean over = System.nanoTime() - turnBegan >= turnNanos;
        if (!wanted.contains(current) || (wanted.size() > 1 && over)) {
            order.computeIfPresent(current, (adapter, before) -> now++);
            current = order.entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey();
            turnBegan = System.nanoTime();
        }
        return ready.stream()
                .filter(sequence -> sequence.order().adapter().equals(current))
                .toList();
    }
}
