package dev.cortado.accounting.predictor;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

/// Sets of labels in memory, at most two, of variants whose names begin with `small` or `large`; each answer comes on
/// a thread of its own.
@Mock
@ApplicationScoped
public class FakeLabelBook implements LabelBook {

    private static final int SETS_MAX = 2;

    private final Map<List<LabelledPrompt>, LabelViews.LabelSet> sets = new LinkedHashMap<>();
    private final Semaphore waiting = new Semaphore(0);
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    private long last;

    /// Imports wait from now on, until this is completed.
    public void holdUntil(CompletableFuture<Void> open) {
        waiting.drainPermits();
        gate = open;
    }

    /// Returns when an import waits.
    public void awaitImport() {
        waiting.acquireUninterruptibly();
    }

    @Override
    public CompletionStage<Import> add(String name, List<LabelledPrompt> prompts) {
        waiting.release();
        return gate.thenApplyAsync(_ -> taken(name, prompts));
    }

    private synchronized Import taken(String name, List<LabelledPrompt> prompts) {
        TreeSet<String> variants = new TreeSet<>();
        prompts.forEach(each -> each.scores().forEach(score -> variants.add(score.variant())));
        List<String> unknown = variants.stream()
                .filter(variant -> !variant.startsWith("small") && !variant.startsWith("large"))
                .toList();
        if (!unknown.isEmpty()) {
            return new Import.UnknownVariants(unknown);
        }
        LabelViews.LabelSet same = sets.get(prompts);
        if (same != null) {
            return new Import.Kept(new LabelViews.LabelSetKept(same, false));
        }
        if (sets.size() == SETS_MAX) {
            return new Import.NoRoom(7, 0);
        }
        LabelViews.LabelSet set = new LabelViews.LabelSet(
                ++last,
                name,
                List.copyOf(variants),
                prompts.size(),
                prompts.stream().mapToInt(each -> each.scores().size()).sum(),
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(1));
        sets.put(prompts, set);
        return new Import.Kept(new LabelViews.LabelSetKept(set, true));
    }

    @Override
    public CompletionStage<LabelViews> list() {
        return CompletableFuture.supplyAsync(this::views);
    }

    private synchronized LabelViews views() {
        return new LabelViews(new ArrayList<>(sets.values()).reversed());
    }

    @Override
    public CompletionStage<Optional<LabelViews.LabelSet>> delete(long number) {
        return CompletableFuture.supplyAsync(() -> deleted(number));
    }

    private synchronized Optional<LabelViews.LabelSet> deleted(long number) {
        Optional<LabelViews.LabelSet> found =
                sets.values().stream().filter(set -> set.number() == number).findFirst();
        found.ifPresent(set -> sets.values().remove(set));
        return found;
    }
}
