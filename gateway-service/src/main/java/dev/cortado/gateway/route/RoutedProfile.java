package dev.cortado.gateway.route;

import dev.cortado.gateway.check.AnswerChecks;
import org.jspecify.annotations.Nullable;

/// The prompt profile of an attempt.
///
/// @param id name@version
/// @param text for the node, which alone decides whether to put it into the prompt, by its token
/// @param covered the variant is fine-tuned for the profile: its text is left out
/// @param checks that an answer must keep, null where none are checked
public record RoutedProfile(
        String id, String text, boolean covered, @Nullable AnswerChecks checks) {

    /// A profile whose answers are not checked.
    public RoutedProfile(String id, String text, boolean covered) {
        this(id, text, covered, null);
    }
}
