package dev.cortado.router.profile;

import dev.cortado.contracts.unit.OrganisationId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Where profiles are kept, for all routers. Every call fails while the store cannot be asked.
public interface ProfileStore {

    /// The version named, else the newest; empty where there is none.
    CompletionStage<Optional<Profile>> find(OrganisationId organisation, ProfileName name);

    /// Makes the next version, or finds the newest one where that says the same.
    CompletionStage<Registering> register(OrganisationId organisation, Draft draft, ProfileLimits limits);

    /// The newest version of each profile behind a name, by name.
    CompletionStage<List<ProfileSummary>> list(OrganisationId organisation, String after, int limit);

    /// The versions of a profile below one, newest first.
    CompletionStage<List<ProfileSummary>> versions(OrganisationId organisation, String name, int before, int limit);

    /// Removes every version.
    ///
    /// @return the newest there was; empty where there was none
    CompletionStage<Optional<Profile>> remove(OrganisationId organisation, String name);

    /// What is to become a version.
    record Draft(String name, String task, String text, Optional<Checks> checks) {

        /// One whose answers are not checked.
        public Draft(String name, String task, String text) {
            this(name, task, text, Optional.empty());
        }
    }

    /// What comes of registering.
    sealed interface Registering {

        record Registered(Profile profile) implements Registering {}

        /// The organisation has as many profiles, or the profile as many versions, as are allowed.
        record LimitReached(String message) implements Registering {}
    }
}
