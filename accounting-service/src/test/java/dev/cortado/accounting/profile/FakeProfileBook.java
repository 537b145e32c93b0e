package dev.cortado.accounting.profile;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Profiles in memory, as a router keeps them; each answer comes on a thread of its own.
@Mock
@ApplicationScoped
public class FakeProfileBook implements ProfileBook {

    private final List<ProfileViews.Profile> all = new ArrayList<>();
    private volatile List<String> residencyAsked = List.of();

    @Override
    public CompletionStage<ProfileViews.Version> register(
            String organisation, String name, String text, String task, Optional<Checks> checks) {
        return CompletableFuture.supplyAsync(() -> {
            if (text.equals("away")) {
                throw new RoutersAway("no router answers at present");
            }
            if (!task.isEmpty()) {
                throw new ProfileRefused(ProfileRefused.Reason.INVALID, "task", "no variant is fine-tuned for it");
            }
            int version = 1 + versionsOf(organisation, name).size();
            ProfileViews.Version made = new ProfileViews.Version(
                    organisation,
                    name + "@" + version,
                    name,
                    version,
                    Optional.empty(),
                    text.length(),
                    "00",
                    Instant.EPOCH);
            synchronized (all) {
                all.add(new ProfileViews.Profile(made, text, checks, List.of()));
            }
            return made;
        });
    }

    @Override
    public CompletionStage<List<ProfileViews.Version>> list(String organisation, String after, int limit) {
        return CompletableFuture.supplyAsync(() -> {
            synchronized (all) {
                return all.stream()
                        .map(ProfileViews.Profile::profile)
                        .filter(each -> each.organisation().equals(organisation)
                                && each.name().compareTo(after) > 0)
                        .limit(limit)
                        .toList();
            }
        });
    }

    @Override
    public CompletionStage<List<ProfileViews.Version>> versions(
            String organisation, String name, int before, int limit) {
        return CompletableFuture.supplyAsync(() -> versionsOf(organisation, name).stream()
                .map(ProfileViews.Profile::profile)
                .sorted(Comparator.comparingInt(ProfileViews.Version::version).reversed())
                .toList());
    }

    @Override
    public CompletionStage<ProfileViews.Profile> profile(
            String organisation, String name, int version, List<String> residency) {
        residencyAsked = residency;
        return CompletableFuture.supplyAsync(() -> versionsOf(organisation, name).stream()
                .reduce((first, second) -> second)
                .orElseThrow(() -> new ProfileRefused(ProfileRefused.Reason.UNKNOWN, "", "there is no profile")));
    }

    /// Labels that pools must have for the profile that was asked for last.
    public List<String> residencyAsked() {
        return residencyAsked;
    }

    @Override
    public CompletionStage<ProfileViews.Version> remove(String organisation, String name) {
        return profile(organisation, name, 0, List.of()).thenApply(newest -> {
            synchronized (all) {
                all.removeAll(versionsOf(organisation, name));
            }
            return newest.profile();
        });
    }

    private List<ProfileViews.Profile> versionsOf(String organisation, String name) {
        synchronized (all) {
            return all.stream()
                    .filter(each -> each.profile().organisation().equals(organisation)
                            && each.profile().name().equals(name))
                    .toList();
        }
    }
}
