package dev.cortado.accounting.profile;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// The routers' prompt profiles. A call fails with [ProfileRefused] where the routers refuse it, and with
/// [RoutersAway] where none of them answers.
public interface ProfileBook {

    /// Makes the next version, or finds the newest one where that says the same.
    ///
    /// @param task empty for none
    CompletionStage<ProfileViews.Version> register(
            String organisation, String name, String text, String task, Optional<Checks> checks);

    /// The newest version of each profile behind a name, by name.
    CompletionStage<List<ProfileViews.Version>> list(String organisation, String after, int limit);

    /// Newest first, below a version.
    ///
    /// @param before 0 for from the newest
    CompletionStage<List<ProfileViews.Version>> versions(String organisation, String name, int before, int limit);

    /// @param version 0 for the newest
    /// @param residency labels that a pool must have for the text to be counted there
    CompletionStage<ProfileViews.Profile> profile(
            String organisation, String name, int version, List<String> residency);

    /// Removes every version.
    ///
    /// @return the newest there was
    CompletionStage<ProfileViews.Version> remove(String organisation, String name);

    /// The routers refuse a call.
    final class ProfileRefused extends RuntimeException {

        private final Reason reason;
        private final String field;

        /// Why.
        public enum Reason {
            UNKNOWN,
            INVALID,
            LIMIT
        }

        public ProfileRefused(Reason reason, String field, String message) {
            super(message);
            this.reason = reason;
            this.field = field;
        }

        public Reason reason() {
            return reason;
        }

        /// The field that is wrong; empty where none is.
        public String field() {
            return field;
        }
    }

    /// No router answers.
    final class RoutersAway extends RuntimeException {

        public RoutersAway(String message) {
            super(message);
        }
    }
}
