package dev.cortado.contracts.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs and verifies messages by HMAC-SHA256 over `purpose || 0x00 || payload`, under keys that have ids.
///
/// The purpose (the payload's full protobuf name) keeps a receipt from passing as a token. The first key given signs;
/// every key verifies, so that keys rotate without a pause. Safe for use by several threads.
public final class Signer {

    /// The shortest key: as long as the hash (RFC 2104, section 3).
    public static final int KEY_BYTES_MIN = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final Map<String, ThreadLocal<Mac>> macs = new LinkedHashMap<>();
    private final String signingKeyId;

    /// @param keys key id to key, at least one, each of at least [#KEY_BYTES_MIN] bytes; the first one signs
    public Signer(Map<String, byte[]> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("at least one signing key is needed");
        }
        keys.forEach((id, key) -> {
            if (key.length < KEY_BYTES_MIN) {
                throw new IllegalArgumentException("signing key '" + id + "' has " + key.length + " bytes; at least "
                        + KEY_BYTES_MIN + " are needed");
            }
            SecretKeySpec secret = new SecretKeySpec(key.clone(), ALGORITHM);
            macs.put(id, ThreadLocal.withInitial(() -> newMac(secret)));
        });
        signingKeyId = keys.keySet().iterator().next();
    }

    /// Reads keys as configured: `id:base64[,id:base64…]`, the first one signs.
    public static Signer ofConfiguration(String keys) {
        Map<String, byte[]> byId = new LinkedHashMap<>();
        for (String pair : keys.split(",", -1)) {
            int colon = pair.indexOf(':');
            if (colon <= 0) {
                throw new IllegalArgumentException("signing keys must read id:base64[,id:base64...]");
            }
            String id = pair.substring(0, colon).strip();
            byte[] key = java.util.Base64.getDecoder()
                    .decode(pair.substring(colon + 1).strip());
            if (byId.putIfAbsent(id, key) != null) {
                throw new IllegalArgumentException("signing key id '" + id + "' is given twice");
            }
        }
        return new Signer(byId);
    }

    public String signingKeyId() {
        return signingKeyId;
    }

    /// The MAC of a payload under the signing key, 32 bytes.
    public byte[] sign(String purpose, byte[] payload) {
        return mac(signingKeyId, purpose, payload).orElseThrow();
    }

    /// Whether the MAC is right, compared in constant time. An unknown key id is simply wrong.
    public boolean verifies(String purpose, byte[] payload, String keyId, byte[] mac) {
        return mac(keyId, purpose, payload)
                .map(expected -> MessageDigest.isEqual(expected, mac))
                .orElse(false);
    }

    private Optional<byte[]> mac(String keyId, String purpose, byte[] payload) {
        ThreadLocal<Mac> local = macs.get(keyId);
        if (local == null) {
            return Optional.empty();
        }
        Mac mac = local.get();
        mac.update(purpose.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        return Optional.of(mac.doFinal(payload));
    }

    private static Mac newMac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks " + ALGORITHM, e);
        }
    }
}
