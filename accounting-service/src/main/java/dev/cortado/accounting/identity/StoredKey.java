package dev.cortado.accounting.identity;

import dev.cortado.accounting.path.TenantPath;
import java.security.MessageDigest;
import java.util.Optional;

/// An API key as it is kept.
public record StoredKey(TenantPath path, byte[] secretSha256, boolean revoked, boolean suspended) {

    private static final byte[] NO_KEY = new byte[32];

    /// Compares in constant time, also where there is no such key; says "revoked" and "suspended" only to who knows
    /// the secret.
    public static Resolution resolve(Optional<StoredKey> stored, byte[] secretSha256) {
        boolean right = MessageDigest.isEqual(stored.map(StoredKey::secretSha256).orElse(NO_KEY), secretSha256);
        if (stored.isEmpty() || !right) {
            return Resolution.refused(Resolution.Reason.UNKNOWN, "no such API key");
        }
        StoredKey key = stored.get();
        if (key.revoked()) {
            return Resolution.refused(Resolution.Reason.REVOKED, "the API key is revoked");
        }
        if (key.suspended()) {
            return Resolution.refused(
                    Resolution.Reason.SUSPENDED,
                    "organisation " + key.path().organisation().value() + " is suspended");
        }
        return new Resolution.Resolved(key.path());
    }
}
