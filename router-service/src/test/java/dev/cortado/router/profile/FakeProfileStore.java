package dev.cortado.router.profile;

import dev.cortado.contracts.unit.OrganisationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Profiles in memory.
public final class FakeProfileStore implements ProfileStore {

    public final List<Profile> all = new ArrayList<>();
    public boolean away;
    /// Never answers.
    public boolean hangs;
    public int asked;

    @Override
    public CompletionStage<Optional<Profile>> find(OrganisationId organisation, ProfileName name) {
        asked++;
        if (hangs) {
            return new CompletableFuture<>();
        }
        return away
                ? CompletableFuture.failedFuture(new IllegalStateException("away"))
                : CompletableFuture.completedFuture(all.stream()
                        .filter(each -> each.organisation().equals(organisation)
                                && each.name().equals(name.name())
                                && (name.version().isEmpty() || name.version().getAsInt() == each.version()))
                        .max(Comparator.comparingInt(Profile::version)));
    }

    @Override
    public CompletionStage<Registering> register(OrganisationId organisation, Draft draft, ProfileLimits limits) {
        int version = 1
                + (int) all.stream()
                        .filter(each -> each.name().equals(draft.name()))
                        .count();
        Profile profile = new Profile(organisation, draft.name(), version, draft.task(), draft.text(), Instant.EPOCH);
        all.add(profile);
        return CompletableFuture.completedFuture(new Registering.Registered(profile));
    }

    @Override
    public CompletionStage<List<ProfileSummary>> list(OrganisationId organisation, String after, int limit) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletionStage<List<ProfileSummary>> versions(
            OrganisationId organisation, String name, int before, int limit) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletionStage<Optional<Profile>> remove(OrganisationId organisation, String name) {
        return find(organisation, ProfileName.parse(name)).thenApply(newest -> {
            all.removeIf(each -> each.name().equals(name));
            return newest;
        });
    }
}
