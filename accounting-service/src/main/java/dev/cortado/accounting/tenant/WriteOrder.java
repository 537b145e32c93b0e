package dev.cortado.accounting.tenant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Who asks for an administrative write, and what makes it the same write again.
///
/// @param actor subject of the verified token
/// @param idempotencyKey repeating it with the same fingerprint repeats the answer
/// @param fingerprint method, path and body
/// @param action word for the audit
public record WriteOrder(String actor, String idempotencyKey, String fingerprint, String action) {

    /// SHA-256 of what is asked for, in hexadecimal digits: a key belongs to one of them.
    public String requestHash() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest((action + "\n" + fingerprint).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }
}
