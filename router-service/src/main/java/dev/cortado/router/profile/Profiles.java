package dev.cortado.router.profile;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.router.time.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Finds the profile that a request names, in its own organisation only. What was found is kept in memory and asked
/// for again once it is old, since another router may have registered or removed a version; while the store is away,
/// what is in memory stands.
public final class Profiles {

    private record Key(OrganisationId organisation, ProfileName name) {}

    private record Kept(Profile profile, long nanos) {}

    private final ProfileStore store;
    private final Time time;
    private final Duration refresh;
    private final Duration lookUpMax;
    private final Map<Key, Kept> kept;
    /// Those that are in memory and being looked up again.
    private final Set<Key> pending = ConcurrentHashMap.newKeySet();

    /// @param refresh how old what is in memory may be while the store can be asked
    /// @param lookUpMax how long a request waits for the store where the profile is in memory, though old
    /// @param keptMax profiles in memory; the one unused for longest goes first
    public Profiles(ProfileStore store, Time time, Duration refresh, Duration lookUpMax, int keptMax) {
        this.store = store;
        this.time = time;
        this.refresh = refresh;
        this.lookUpMax = lookUpMax;
        this.kept = new LinkedHashMap<>(16, .75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
                return size() > keptMax;
            }
        };
    }

    /// Known on return where it is fresh in memory.
    public CompletionStage<Resolution> resolve(OrganisationId organisation, ProfileName name) {
        Key key = new Key(organisation, name);
        Kept known = known(key);
        if (known != null && time.nanos() - known.nanos() <= refresh.toNanos()) {
            return CompletableFuture.completedFuture(new Resolution.Found(known.profile()));
        }
        if (known == null) {
            return lookUp(key, null);
        }
        if (!pending.add(key)) {
            return CompletableFuture.completedFuture(new Resolution.Found(known.profile()));
        }
        CompletableFuture<Resolution> coming = lookUp(key, known).toCompletableFuture();
        return orKnown(key, coming.whenComplete((_, _) -> pending.remove(key)), known);
    }

    private CompletionStage<Resolution> lookUp(Key key, @Nullable Kept known) {
        return store.find(key.organisation(), key.name())
                .handle((found, failure) -> failure == null ? found(key, found) : unheard(key, known));
    }

    /// What comes, or what is known where that takes too long; what comes later is kept all the same.
    private CompletionStage<Resolution> orKnown(Key key, CompletableFuture<Resolution> coming, Kept known) {
        CompletableFuture<Resolution> mine = coming.copy();
        Time.Alarm late = time.after(lookUpMax, () -> {
            pending.remove(key);
            mine.complete(new Resolution.Found(known.profile()));
        });
        return mine.whenComplete((_, _) -> late.cancel());
    }

    /// Forgets what is in memory of a profile, after it was changed here.
    public void forget(OrganisationId organisation, String name) {
        synchronized (kept) {
            kept.keySet()
                    .removeIf(key -> key.organisation().equals(organisation)
                            && key.name().name().equals(name));
        }
    }

    private Resolution found(Key key, Optional<Profile> found) {
        synchronized (kept) {
            if (found.isEmpty()) {
                kept.remove(key);
                return new Resolution.Unknown("your organisation has no profile '" + key.name() + "'");
            }
            kept.put(key, new Kept(found.get(), time.nanos()));
            return new Resolution.Found(found.get());
        }
    }

    private static Resolution unheard(Key key, @Nullable Kept known) {
        return known == null
                ? new Resolution.Unavailable("profile '" + key.name() + "' cannot be looked up at present")
                : new Resolution.Found(known.profile());
    }

    private @Nullable Kept known(Key key) {
        synchronized (kept) {
            return kept.get(key);
        }
    }
}
