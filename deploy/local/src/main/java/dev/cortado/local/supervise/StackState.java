package dev.cortado.local.supervise;

import dev.cortado.local.process.ProcessMark;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the supervisor writes down about the stack, whole, at each change; everybody else reads it.
/// Times are milliseconds of the wall clock, since the file outlives processes.
public record StackState(
        ProcessMark supervisor,
        long startedMillis,
        long readyMillis,
        boolean ready,
        List<PartState> parts,
        List<TierState> tiers,
        List<StartCacheState> startCaches) {

    public StackState {
        parts = List.copyOf(parts);
        tiers = List.copyOf(tiers);
        startCaches = List.copyOf(startCaches);
    }

    /// One part. `process` is null while none runs; `readyAfterMillis` is 0 until it was ready once.
    public record PartState(
            String name,
            Condition condition,
            String version,
            List<Integer> ports,
            @Nullable ProcessMark process,
            long sinceMillis,
            long readyAfterMillis,
            int restarts,
            String message) {
        public PartState {
            ports = List.copyOf(ports);
        }
    }

    /// One variant of a tier, and how far it is. The message of one that is ready says that the budget is spent.
    public record TierState(
            String tier, String variant, String state, long bytesDone, long bytesTotal, String message) {
        static final String READY = "ready";

        /// Whether it has answered through the gateway.
        public boolean answers() {
            return state.equals(READY);
        }
    }

    /// Whether of each tier some variant answers.
    public boolean everyTierAnswers() {
        return everyTierAnswers(tiers);
    }

    static boolean everyTierAnswers(List<TierState> tiers) {
        return tiers.stream()
                .allMatch(tier ->
                        tiers.stream().anyMatch(other -> other.tier().equals(tier.tier()) && other.answers()));
    }

    /// What the gateway said where it refused for want of budget.
    public Optional<String> budgetSpent() {
        return tiers.stream()
                .filter(tier -> tier.answers() && !tier.message().isEmpty())
                .map(TierState::message)
                .findFirst();
    }

    /// A start cache that was missing when the stack began; `state` is waiting, learning, learnt or failed.
    public record StartCacheState(String program, String state, String message) {}

    public Optional<PartState> part(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).findFirst();
    }
}
