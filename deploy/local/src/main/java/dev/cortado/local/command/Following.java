package dev.cortado.local.command;

import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.supervise.Condition;
import dev.cortado.local.supervise.StackState;
import dev.cortado.local.supervise.StackState.PartState;
import dev.cortado.local.supervise.StackState.TierState;
import dev.cortado.local.supervise.StateFile;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// Reads the supervisor's state again and again and tells what changes.
final class Following {
    private static final Duration LOOK = Duration.ofMillis(150);

    private final StateFile file;
    private final Map<String, String> told = new HashMap<>();

    Following(DataDirectory data) {
        this.file = new StateFile(data.state());
    }

    /// True once the small tier serves, or with `all` every part and tier; false when the limit has passed, or when
    /// nothing can come any more.
    ///
    /// @param supervised whether the process lives that is to write the first state
    boolean untilReady(Duration limit, boolean all, BooleanSupplier supervised) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            boolean mayCome = supervised.getAsBoolean();
            Optional<StackState> state = file.read();
            if (state.isEmpty() && !mayCome) {
                return false;
            }
            if (state.isPresent()) {
                tell(state.get());
                if (state.get().ready() && (!all || everything(state.get()))) {
                    return true;
                }
            }
            Thread.sleep(LOOK);
        }
        return false;
    }

    /// Tells changes until the stack is gone; true if it was ready at any time.
    boolean untilGone() throws InterruptedException {
        boolean wasReady = false;
        Optional<StackState> state = file.read();
        while (state.isPresent()) {
            tell(state.get());
            wasReady |= state.get().ready();
            Thread.sleep(LOOK);
            state = file.read();
        }
        return wasReady;
    }

    private static boolean everything(StackState state) {
        return state.parts().stream().allMatch(part -> part.condition() == Condition.READY) && state.everyTierAnswers();
    }

    private void tell(StackState state) {
        for (PartState part : state.parts()) {
            tell(part);
        }
        for (TierState tier : state.tiers()) {
            if (!tier.answers()) {
                told.remove(tier.variant());
            } else if (changed(tier.variant(), "ready")) {
                long others = state.tiers().stream()
                        .filter(other -> other.tier().equals(tier.tier()))
                        .count();
                line(
                        "tier " + tier.tier(),
                        tier.message().isEmpty() ? "answers" : "refuses",
                        (System.currentTimeMillis() - state.startedMillis()),
                        "since the start" + (others > 1 ? ", " + tier.variant() : ""));
            }
        }
    }

    private void tell(PartState part) {
        if (part.name().equals("guardian")) {
            return;
        }
        switch (part.condition()) {
            case READY -> {
                if (changed(part.name(), "ready " + part.restarts())) {
                    String ports = part.ports().stream().map(port -> ":" + port).collect(Collectors.joining(" "));
                    line(part.name(), "ready", part.readyAfterMillis(), ports);
                }
            }
            case RESTARTING -> {
                if (changed(part.name(), "restarting " + part.message())) {
                    System.out.println("  " + part.name() + " is started again: " + part.message());
                }
            }
            case HELD -> {
                // It stays so over `down` and `up`, and what needs it waits.
                if (changed(part.name(), "held")) {
                    System.out.println("  " + part.name() + " is " + part.message());
                }
            }
            case WAITING, PREPARING, STARTING, UNREADY, STOPPED -> {
                // on the way
            }
        }
    }

    private boolean changed(String name, String what) {
        return !what.equals(told.put(name, what));
    }

    private static void line(String name, String what, long millis, String more) {
        System.out.printf(Locale.ROOT, "  %-16s %-8s %8s   %s%n", name, what, Say.seconds(millis), more);
    }
}
