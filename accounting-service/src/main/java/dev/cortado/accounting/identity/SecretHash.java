package dev.cortado.accounting.identity;

import java.security.MessageDigest;

/// SHA-256 of a key's secret.
public final class SecretHash {

    private static final int BYTES = 32;

    /// Of no secret anyone knows: compared with where there is no such key, so that the answer takes as long.
    static final SecretHash NONE = new SecretHash(new byte[BYTES]);

    private final byte[] hash;

    public SecretHash(byte[] hash) {
        if (hash.length != BYTES) {
            throw new IllegalArgumentException("secret_sha256 must have " + BYTES + " bytes, not " + hash.length);
        }
        this.hash = hash.clone();
    }

    /// Compares in constant time.
    public boolean matches(SecretHash other) {
        return MessageDigest.isEqual(hash, other.hash);
    }

    @Override
    public String toString() {
        return "SHA-256 of a secret";
    }
}
