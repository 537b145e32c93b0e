package dev.cortado.local.supervise;

import dev.cortado.local.artefact.Catalogue.Model;
import dev.cortado.local.part.InferenceParts;
import dev.cortado.local.process.ProcessMark;
import dev.cortado.local.settings.Tier;
import dev.cortado.local.supervise.StackState.TierState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which tiers answer. A tier is ready once a completion by it came back through the gateway, and again after
/// each restart of the process that serves it: nothing less proves the whole path.
final class Tiers {
    private static final long PAUSE_MILLIS = 500;

    /// Asks the tier something through the gateway; empty when it answered, else what came instead.
    interface Trial {
        Optional<String> ask(Tier tier);
    }

    private final Map<Tier, Model> models = new EnumMap<>(Tier.class);
    private final Map<Tier, Fetched> fetches = new EnumMap<>(Tier.class);
    private final Map<Tier, ProcessMark> answered = new EnumMap<>(Tier.class);
    private final Map<Tier, Long> retryAtMillis = new EnumMap<>(Tier.class);
    private final Map<Tier, String> problems = new EnumMap<>(Tier.class);
    private final Trial trial;
    private @Nullable Trying trying;

    /// How far the fetch of a tier's file is.
    record Fetched(boolean done, long bytes, String message) {}

    private record Trying(Tier tier, ProcessMark process) {}

    Tiers(List<Model> wanted, Trial trial) {
        wanted.forEach(model -> models.put(model.tier(), model));
        this.trial = trial;
    }

    synchronized void fetched(Tier tier, boolean done, long bytes, String message) {
        fetches.put(tier, new Fetched(done, bytes, message));
    }

    synchronized boolean ready(Tier tier, Function<String, Optional<ProcessMark>> processOf) {
        ProcessMark proven = answered.get(tier);
        return proven != null
                && processOf
                        .apply(InferenceParts.partOf(tier))
                        .filter(proven::equals)
                        .isPresent();
    }

    /// Starts a trial of the first tier that needs one. `serving` says whether a part is ready.
    synchronized void step(Function<String, Optional<ProcessMark>> processOf) {
        long now = System.currentTimeMillis();
        if (trying != null) {
            return;
        }
        for (Tier tier : models.keySet()) {
            Optional<ProcessMark> process = processOf.apply(InferenceParts.partOf(tier));
            Fetched fetch = fetches.get(tier);
            if (process.isEmpty()
                    || ready(tier, processOf)
                    || fetch == null
                    || !fetch.done()
                    || now < retryAtMillis.getOrDefault(tier, 0L)) {
                continue;
            }
            trying = new Trying(tier, process.get());
            Thread.ofVirtual().start(this::runTrial);
            return;
        }
    }

    private void runTrial() {
        Trying current = trying;
        if (current == null) {
            return;
        }
        Optional<String> problem = trial.ask(current.tier());
        synchronized (this) {
            if (problem.isEmpty()) {
                answered.put(current.tier(), current.process());
            }
            problems.put(current.tier(), problem.orElse(""));
            retryAtMillis.put(current.tier(), System.currentTimeMillis() + PAUSE_MILLIS);
            trying = null;
        }
    }

    synchronized List<TierState> states(Function<String, Optional<ProcessMark>> processOf) {
        List<TierState> states = new ArrayList<>();
        models.forEach((tier, model) -> {
            Fetched fetch = fetches.getOrDefault(tier, new Fetched(false, 0, ""));
            String state;
            if (ready(tier, processOf)) {
                state = "ready";
            } else if (fetch.done()) {
                state = processOf.apply(InferenceParts.partOf(tier)).isPresent() ? "loading" : "waiting";
            } else {
                state = fetch.bytes() > 0 ? "downloading" : "waiting";
            }
            states.add(new TierState(
                    tier.word(),
                    model.variant(),
                    state,
                    fetch.done() ? model.bytes() : fetch.bytes(),
                    model.bytes(),
                    fetch.message().isEmpty() ? problems.getOrDefault(tier, "") : fetch.message()));
        });
        return states;
    }
}
