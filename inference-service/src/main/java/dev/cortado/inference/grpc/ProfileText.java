package dev.cortado.inference.grpc;

import dev.cortado.inference.verify.CarriedProfile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Holds a request's profile text to its token: what is put into a prompt, and what is reported as saved, is what the
/// router allowed.
final class ProfileText {

    private ProfileText() {}

    /// @throws IllegalArgumentException where the text is not the token's
    static void check(CarriedProfile profile, String text) {
        if (profile.isNone() && !text.isEmpty()) {
            throw new IllegalArgumentException("profile_text: the token allows no profile");
        }
        if (!profile.isNone() && !sha256(text).equals(profile.sha256())) {
            throw new IllegalArgumentException(
                    "profile_text: is not the text of the token's profile '" + profile.id() + "'");
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }
}
