package dev.cortado.gateway.authenticate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 over the whole of a credential: what cached answers are kept under.
///
/// Two JWTs share their header and often the start of their claims; a digest of less than all of it would give one
/// person another's tenant.
public record CredentialDigest(String hex) {

    public static CredentialDigest of(String credential) {
        return new CredentialDigest(HexFormat.of().formatHex(sha256(credential.getBytes(StandardCharsets.UTF_8))));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }
}
