package dev.cortado.router.profile;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.router.catalogue.CurrentCatalogue;
import dev.cortado.router.profile.ProfileStore.Draft;
import dev.cortado.router.profile.ProfileStore.Registering;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// What administration does with profiles: checks what comes, writes it, and lets this router forget what it knew.
public final class ProfileRegistry {

    /// Lines of a list at most.
    private static final int PAGE_MAX = 1000;

    private final ProfileStore store;
    private final Profiles profiles;
    private final CurrentCatalogue catalogue;
    private final ProfileLimits limits;

    public ProfileRegistry(ProfileStore store, Profiles profiles, CurrentCatalogue catalogue, ProfileLimits limits) {
        this.store = store;
        this.profiles = profiles;
        this.catalogue = catalogue;
        this.limits = limits;
    }

    /// What comes of a change or a look.
    public sealed interface Outcome {

        record Done(Profile profile) implements Outcome {}

        record Missing(String message) implements Outcome {}

        /// @param field that is wrong
        record Invalid(String field, String message) implements Outcome {}

        record LimitReached(String message) implements Outcome {}
    }

    public CompletionStage<Outcome> register(OrganisationId organisation, Draft draft) {
        Optional<Outcome> wrong = wrong(draft);
        if (wrong.isPresent()) {
            return CompletableFuture.completedFuture(wrong.get());
        }
        return store.register(organisation, draft, limits).thenApply(registering -> {
            profiles.forget(organisation, draft.name());
            return switch (registering) {
                case Registering.Registered(Profile profile) -> new Outcome.Done(profile);
                case Registering.LimitReached(String message) -> new Outcome.LimitReached(message);
            };
        });
    }

    public CompletionStage<Outcome> find(OrganisationId organisation, ProfileName name) {
        return store.find(organisation, name).thenApply(found -> outcome(found, name.toString()));
    }

    public CompletionStage<Outcome> remove(OrganisationId organisation, String name) {
        return store.remove(organisation, name).thenApply(removed -> {
            profiles.forget(organisation, name);
            return outcome(removed, name);
        });
    }

    public CompletionStage<List<ProfileSummary>> list(OrganisationId organisation, String after, int limit) {
        return store.list(organisation, after, page(limit));
    }

    /// @param before 0 for from the newest
    public CompletionStage<List<ProfileSummary>> versions(
            OrganisationId organisation, String name, int before, int limit) {
        return store.versions(organisation, name, before <= 0 ? Integer.MAX_VALUE : before, page(limit));
    }

    private static int page(int limit) {
        return limit <= 0 ? PAGE_MAX : Math.min(limit, PAGE_MAX);
    }

    private static Outcome outcome(Optional<Profile> found, String name) {
        return found.<Outcome>map(Outcome.Done::new)
                .orElseGet(() -> new Outcome.Missing("there is no profile '" + name + "'"));
    }

    private Optional<Outcome> wrong(Draft draft) {
        try {
            ProfileName.parse(draft.name());
        } catch (IllegalArgumentException e) {
            return Optional.of(new Outcome.Invalid("name", String.valueOf(e.getMessage())));
        }
        if (draft.name().indexOf('@') >= 0) {
            return Optional.of(new Outcome.Invalid("name", "a profile is registered by its name alone"));
        }
        int bytes = draft.text().getBytes(StandardCharsets.UTF_8).length;
        if (draft.text().isBlank() || draft.text().indexOf('\0') >= 0) {
            return Optional.of(new Outcome.Invalid("text", "the text is blank, or has a NUL character"));
        }
        if (bytes > limits.textBytesMax()) {
            return Optional.of(new Outcome.Invalid(
                    "text", "the text has " + bytes + " bytes; at most " + limits.textBytesMax() + " are allowed"));
        }
        Set<String> tasks = catalogue.now().tasks();
        if (!draft.task().isEmpty() && !tasks.contains(draft.task())) {
            return Optional.of(new Outcome.Invalid(
                    "task",
                    "no variant of the catalogue is fine-tuned for '" + draft.task() + "'; there "
                            + (tasks.isEmpty() ? "is no such task" : "are " + tasks)));
        }
        return Optional.empty();
    }
}
