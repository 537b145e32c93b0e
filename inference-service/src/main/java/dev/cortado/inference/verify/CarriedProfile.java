package dev.cortado.inference.verify;

import java.util.OptionalLong;

/// The prompt profile of a token.
///
/// @param id name@version; empty without a profile
/// @param sha256 of its text, in hexadecimal digits
/// @param covered the variant is fine-tuned for it: its text is not put into the prompt
/// @param promptTokens what the text adds to a prompt on this variant; empty until counted, and where it cannot be
public record CarriedProfile(String id, String sha256, boolean covered, OptionalLong promptTokens) {

    /// No profile.
    public static final CarriedProfile NONE = new CarriedProfile("", "", false, OptionalLong.empty());

    public boolean isNone() {
        return id.isEmpty();
    }

    CarriedProfile counted(OptionalLong tokens) {
        return new CarriedProfile(id, sha256, covered, tokens);
    }
}
