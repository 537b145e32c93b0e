package dev.cortado.accounting.identity;

import dev.cortado.accounting.path.TenantPath;
import java.util.Optional;

/// An API key as it is kept.
///
/// @param suspended what is suspended of it and what it hangs on, in words ("team team-7"); empty where nothing is
public record StoredKey(TenantPath path, SecretHash secret, boolean revoked, String suspended) {

    /// Compares in constant time, also where there is no such key; says "revoked" and "suspended" only to who knows
    /// the secret.
    public static Resolution resolve(Optional<StoredKey> stored, SecretHash secret) {
        boolean right = stored.map(StoredKey::secret).orElse(SecretHash.NONE).matches(secret);
        if (stored.isEmpty() || !right) {
            return Resolution.refused(Resolution.Reason.UNKNOWN, "no such API key");
        }
        StoredKey key = stored.get();
        if (key.revoked()) {
            return Resolution.refused(Resolution.Reason.REVOKED, "the API key is revoked");
        }
        if (!key.suspended().isEmpty()) {
            return Resolution.refused(Resolution.Reason.SUSPENDED, key.suspended() + " is suspended");
        }
        return new Resolution.Resolved(key.path());
    }
}
