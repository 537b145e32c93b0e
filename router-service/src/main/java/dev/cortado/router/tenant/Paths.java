package dev.cortado.router.tenant;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// The paths this router knows. A path is asked for once, however many requests wait for it, and is forgotten when a
/// window on it ends or accounting says that it changed.
public final class Paths {

    /// A refusal is remembered only this long: enough that a suspended tenant cannot make accounting busy.
    private static final Duration REFUSAL_KEPT = Duration.ofSeconds(1);

    /// One question to accounting, and its answer; the same only as itself.
    private static final class Entry {
        final CompletableFuture<PathAnswer> answer = new CompletableFuture<>();
        final Instant askedAt;

        Entry(Instant askedAt) {
            this.askedAt = askedAt;
        }
    }

    private final Map<Tenant, Entry> entries = new ConcurrentHashMap<>();
    private final Function<Tenant, CompletionStage<PathAnswer>> fetch;
    private final Supplier<Instant> accountingNow;
    private final int entriesMax;

    /// @param accountingNow accounting's time, which alone ends windows
    /// @param entriesMax paths kept; when more are known all are forgotten, and asked for again as they are needed
    public Paths(Function<Tenant, CompletionStage<PathAnswer>> fetch, Supplier<Instant> accountingNow, int entriesMax) {
        this.fetch = fetch;
        this.accountingNow = accountingNow;
        this.entriesMax = entriesMax;
    }

    /// The tenant's path; completes exceptionally if accounting does not answer.
    public CompletionStage<PathAnswer> of(Tenant tenant) {
        Tenant key = tenant.withoutSubject();
        Instant now = accountingNow.get();
        Entry known = entries.get(key);
        if (known != null && isFresh(known, now)) {
            return known.answer;
        }
        if (entries.size() >= entriesMax) {
            entries.clear();
        }
        Entry asked = new Entry(now);
        Entry present = entries.compute(key, (_, old) -> old != null && old != known ? old : asked);
        if (present == asked) {
            fetch.apply(key).whenComplete((answer, failure) -> complete(key, asked, answer, failure));
        }
        return present.answer;
    }

    /// Forgets every path through a node, answers on their way included.
    public void forget(String node) {
        entries.keySet().removeIf(tenant -> tenant.passesThrough(node));
    }

    /// Forgets one tenant's path.
    public void forget(Tenant tenant) {
        entries.remove(tenant.withoutSubject());
    }

    public void forgetAll() {
        entries.clear();
    }

    private void complete(Tenant key, Entry asked, PathAnswer answer, Throwable failure) {
        if (failure != null) {
            entries.remove(key, asked);
            asked.answer.completeExceptionally(failure);
        } else {
            asked.answer.complete(answer);
        }
    }

    private static boolean isFresh(Entry entry, Instant now) {
        if (!entry.answer.isDone()) {
            return true;
        }
        if (entry.answer.isCompletedExceptionally()) {
            return false;
        }
        return switch (entry.answer.join()) {
            case PathAnswer.Limits limits -> now.isBefore(limits.validUntil());
            case PathAnswer.Suspended _, PathAnswer.UnknownTenant _ -> now.isBefore(entry.askedAt.plus(REFUSAL_KEPT));
        };
    }
}
