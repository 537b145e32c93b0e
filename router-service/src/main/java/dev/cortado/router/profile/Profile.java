package dev.cortado.router.profile;

import dev.cortado.contracts.unit.OrganisationId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/// One version of a profile. It never changes.
///
/// @param version 1, 2, ...
/// @param task of the catalogue: variants fine-tuned for it cover the profile; empty where none does
/// @param checks that answers must keep; empty where none are checked
public record Profile(
        OrganisationId organisation,
        String name,
        int version,
        String task,
        String text,
        Optional<Checks> checks,
        Instant createdAt) {

    /// A version whose answers are not checked.
    public Profile(OrganisationId organisation, String name, int version, String task, String text, Instant createdAt) {
        this(organisation, name, version, task, text, Optional.empty(), createdAt);
    }

    /// `name@version`.
    public String id() {
        return name + "@" + version;
    }

    /// UTF-8 bytes of the text.
    public int bytes() {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    public byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }

    String sha256Hex() {
        return HexFormat.of().formatHex(sha256());
    }
}
