package dev.cortado.router.tenant;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The paths this router knows. A path is asked for once, however many requests wait for it, and is forgotten when
/// accounting says that it changed. Shortly before a window on it ends it is asked for again in the background, to
/// learn the next window's counter, which takes over at its start by accounting's clock.
public final class Paths {

    /// A refusal is remembered only this long: enough that a suspended tenant cannot make accounting busy.
    private static final Duration REFUSAL_KEPT = Duration.ofSeconds(1);

    /// One question to accounting, and its answer; the same only as itself.
    private static final class Entry {
        final CompletableFuture<PathAnswer> answer;
        final Instant askedAt;
        final AtomicBoolean renewing = new AtomicBoolean();

        Entry(Instant askedAt, CompletableFuture<PathAnswer> answer) {
            this.askedAt = askedAt;
            this.answer = answer;
        }
    }

    private final Map<Tenant, Entry> entries = new ConcurrentHashMap<>();
    private final Function<Tenant, CompletionStage<PathAnswer>> fetch;
    private final Supplier<Instant> accountingNow;
    private final int entriesMax;
    private final Duration ahead;

    /// @param accountingNow accounting's time, which alone ends windows
    /// @param entriesMax paths kept; when more are known all are forgotten, and asked for again as they are needed
    /// @param ahead how long before the end of a window the path is asked for again, at the earliest; at half of
    ///     it at the latest
    public Paths(
            Function<Tenant, CompletionStage<PathAnswer>> fetch,
            Supplier<Instant> accountingNow,
            int entriesMax,
            Duration ahead) {
        this.fetch = fetch;
        this.accountingNow = accountingNow;
        this.entriesMax = entriesMax;
        this.ahead = ahead;
    }

    /// The tenant's path; completes exceptionally if accounting does not answer.
    public CompletionStage<PathAnswer> of(Tenant tenant) {
        Tenant key = tenant.withoutSubject();
        Instant now = accountingNow.get();
        Entry known = entries.get(key);
        if (known != null && isFresh(known, now)) {
            renewAhead(key, known, now);
            return known.answer;
        }
        if (known != null) {
            Entry turned = turned(known, now);
            if (turned != null && entries.replace(key, known, turned)) {
                return turned.answer;
            }
        }
        return ask(key, known, now);
    }

    /// The rules on the tenant's path, without asking; empty where the path is not known at this moment.
    public Optional<List<RoutingRule>> rulesKnown(Tenant tenant) {
        Entry known = entries.get(tenant.withoutSubject());
        return known != null
                        && known.answer.isDone()
                        && !known.answer.isCompletedExceptionally()
                        && known.answer.join() instanceof PathAnswer.Limits limits
                ? Optional.of(limits.rules())
                : Optional.empty();
    }

    /// The rules on the tenant's path, for who can go by the configuration alone: none where accounting does not tell
    /// the path.
    public CompletionStage<List<RoutingRule>> rulesOrNone(Tenant tenant) {
        return of(tenant)
                .handle((path, failure) ->
                        failure == null && path instanceof PathAnswer.Limits limits ? limits.rules() : List.of());
    }

    /// Whether this is still what is known of the tenant's path: nothing was heard of a change since.
    public boolean isCurrent(Tenant tenant, PathAnswer answer) {
        Entry known = entries.get(tenant.withoutSubject());
        return known != null && answer.equals(known.answer.getNow(null));
    }

    private CompletionStage<PathAnswer> ask(Tenant key, @Nullable Entry known, Instant now) {
        if (entries.size() >= entriesMax) {
            entries.clear();
        }
        Entry asked = new Entry(now, new CompletableFuture<>());
        Entry present = entries.compute(key, (_, old) -> old != null && old != known ? old : asked);
        if (present == asked) {
            fetch.apply(key).whenComplete((answer, failure) -> complete(key, asked, answer, failure));
        }
        return present.answer;
    }

    /// The entry with the next windows' counters in force, or null where they are not known.
    private static @Nullable Entry turned(Entry known, Instant now) {
        if (!known.answer.isDone()
                || known.answer.isCompletedExceptionally()
                || !(known.answer.join() instanceof PathAnswer.Limits limits)) {
            return null;
        }
        PathAnswer turned = limits.at(now).orElse(null);
        return turned == null ? null : new Entry(known.askedAt, CompletableFuture.completedFuture(turned));
    }

    /// Asks for a path again whose window ends soon, once; until the answer is there the path stays as it is.
    private void renewAhead(Tenant key, Entry known, Instant now) {
        if (!known.answer.isDone() || !(known.answer.join() instanceof PathAnswer.Limits limits)) {
            return;
        }
        Instant end = limits.validUntil();
        Instant from = end.equals(Instant.MAX) ? end : end.minus(aheadOf(key));
        if (now.isBefore(from) || !known.askedAt.isBefore(from) || !known.renewing.compareAndSet(false, true)) {
            return;
        }
        fetch.apply(key).whenComplete((answer, failure) -> {
            if (failure == null) {
                entries.replace(key, known, new Entry(now, CompletableFuture.completedFuture(answer)));
            }
        });
    }

    /// Between half of `ahead` and the whole, by the tenant, so that not all ask at once.
    private Duration aheadOf(Tenant key) {
        long half = ahead.toNanos() / 2;
        return Duration.ofNanos(half + (half == 0 ? 0 : Math.floorMod(key.hashCode() * 0x9E37_79B9_7F4AL, half)));
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
