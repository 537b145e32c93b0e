package dev.cortado.local.supervise;

import dev.cortado.local.artefact.Catalogue.Model;
import dev.cortado.local.part.InferenceParts;
import dev.cortado.local.process.ProcessMark;
import dev.cortado.local.settings.Tier;
import dev.cortado.local.supervise.StackState.TierState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which variants of each tier answer. A variant is ready once a completion by it came back through the gateway, and
/// again after each restart of the process that serves it: nothing less proves the whole path. A tier is ready when any
/// of its variants is.
final class Tiers {
    private static final long PAUSE_MILLIS = 500;

    /// Asks a variant something through the gateway.
    interface Trial {
        Heard ask(String variant);
    }

    /// What came of asking.
    sealed interface Heard {
        record Answered() implements Heard {}

        /// The path works, and refused for want of budget: no reason to stay unready.
        record BudgetSpent(String message) implements Heard {}

        record Problem(String message) implements Heard {}
    }

    private final List<Model> models;
    private final Map<String, Fetched> fetches = new HashMap<>();
    private final Map<String, ProcessMark> answered = new HashMap<>();
    private final Map<String, Long> retryAtMillis = new HashMap<>();
    private final Map<String, String> messages = new HashMap<>();
    private final Trial trial;
    private @Nullable Trying trying;

    /// How far the fetch of a variant's file is.
    record Fetched(boolean done, long bytes, String message) {}

    private record Trying(String variant, ProcessMark process) {}

    Tiers(List<Model> wanted, Trial trial) {
        this.models = wanted.stream().sorted(Comparator.comparing(Model::tier)).toList();
        this.trial = trial;
    }

    synchronized void fetched(Model model, boolean done, long bytes, String message) {
        fetches.put(model.variant(), new Fetched(done, bytes, message));
    }

    synchronized boolean ready(Tier tier, Function<String, Optional<ProcessMark>> processOf) {
        return models.stream().anyMatch(model -> model.tier() == tier && ready(model, processOf));
    }

    private boolean ready(Model model, Function<String, Optional<ProcessMark>> processOf) {
        ProcessMark proven = answered.get(model.variant());
        return proven != null
                && process(model, processOf).filter(proven::equals).isPresent();
    }

    private static Optional<ProcessMark> process(Model model, Function<String, Optional<ProcessMark>> processOf) {
        return processOf.apply(InferenceParts.partOf(model.tier()));
    }

    /// Starts a trial of the first variant that needs one. `processOf` gives the process of a part that serves.
    synchronized void step(Function<String, Optional<ProcessMark>> processOf) {
        long now = System.currentTimeMillis();
        if (trying != null) {
            return;
        }
        for (Model model : models) {
            Optional<ProcessMark> process = process(model, processOf);
            Fetched fetch = fetches.get(model.variant());
            if (process.isEmpty()
                    || ready(model, processOf)
                    || fetch == null
                    || !fetch.done()
                    || now < retryAtMillis.getOrDefault(model.variant(), 0L)) {
                continue;
            }
            trying = new Trying(model.variant(), process.get());
            Thread.ofVirtual().start(this::runTrial);
            return;
        }
    }

    private void runTrial() {
        Trying current = trying;
        if (current == null) {
            return;
        }
        Heard heard = trial.ask(current.variant());
        synchronized (this) {
            String message = switch (heard) {
                case Heard.Answered() -> "";
                case Heard.BudgetSpent(var why) -> why;
                case Heard.Problem(var why) -> why;
            };
            if (!(heard instanceof Heard.Problem)) {
                answered.put(current.variant(), current.process());
            }
            messages.put(current.variant(), message);
            retryAtMillis.put(current.variant(), System.currentTimeMillis() + PAUSE_MILLIS);
            trying = null;
        }
    }

    /// Each variant, the tiers' in their order.
    synchronized List<TierState> states(Function<String, Optional<ProcessMark>> processOf) {
        List<TierState> states = new ArrayList<>();
        for (Model model : models) {
            Fetched fetch = fetches.getOrDefault(model.variant(), new Fetched(false, 0, ""));
            states.add(new TierState(
                    model.tier().word(),
                    model.variant(),
                    state(model, fetch, processOf),
                    fetch.done() ? model.bytes() : fetch.bytes(),
                    model.bytes(),
                    fetch.message().isEmpty() ? messages.getOrDefault(model.variant(), "") : fetch.message()));
        }
        return states;
    }

    private String state(Model model, Fetched fetch, Function<String, Optional<ProcessMark>> processOf) {
        if (ready(model, processOf)) {
            return TierState.READY;
        }
        if (fetch.done()) {
            return process(model, processOf).isPresent() ? "loading" : "waiting";
        }
        return fetch.bytes() > 0 ? "downloading" : "waiting";
    }
}
