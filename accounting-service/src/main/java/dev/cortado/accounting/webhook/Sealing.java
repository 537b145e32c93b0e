package dev.cortado.accounting.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Keeps secrets so that the database alone does not tell them: AES-256-GCM, bound to the webhook's id, under keys from
/// the configuration. The first key seals; the others still open.
public final class Sealing {

    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /// @param key the id of the key it is sealed with
    /// @param hex nonce, then ciphertext with tag
    public record Sealed(String key, String hex) {}

    private final Map<String, SecretKeySpec> keys;
    private final SecureRandom random;

    private Sealing(Map<String, SecretKeySpec> keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    /// @param text `id:base64[,id:base64]`, each key of 32 bytes
    public static Sealing of(String text, SecureRandom random) {
        Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
        for (String each : text.split(",", -1)) {
            String[] parts = each.strip().split(":", 2);
            byte[] key = parts.length == 2 ? Base64.getDecoder().decode(parts[1]) : new byte[0];
            if (key.length != KEY_BYTES || parts[0].isBlank() || keys.containsKey(parts[0])) {
                throw new IllegalArgumentException(
                        "sealing keys read id:base64[,id:base64], each of " + KEY_BYTES + " bytes, each id once");
            }
            keys.put(parts[0], new SecretKeySpec(key, "AES"));
        }
        return new Sealing(keys, random);
    }

    public Sealed seal(String webhook, WebhookSecret secret) {
        String key = keys.keySet().iterator().next();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] cipher = run(Cipher.ENCRYPT_MODE, key, webhook, nonce, secret.bytes());
        byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + cipher.length);
        System.arraycopy(cipher, 0, all, NONCE_BYTES, cipher.length);
        return new Sealed(key, HexFormat.of().formatHex(all));
    }

    /// Throws where the key is not configured any more, or the secret is another webhook's.
    public WebhookSecret open(String webhook, Sealed sealed) {
        byte[] all = HexFormat.of().parseHex(sealed.hex());
        byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
        byte[] cipher = Arrays.copyOfRange(all, NONCE_BYTES, all.length);
        return new WebhookSecret(
                new String(run(Cipher.DECRYPT_MODE, sealed.key(), webhook, nonce, cipher), StandardCharsets.UTF_8));
    }

    private byte[] run(int mode, String id, String webhook, byte[] nonce, byte[] input) {
        SecretKeySpec key = keys.get(id);
        if (key == null) {
            throw new IllegalStateException("the sealing key '" + id + "' is not configured");
        }
        try {
            Cipher cipher = Cipher.getInstance(ALGORITHM);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(webhook.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the secret of " + webhook + " cannot be sealed or opened", e);
        }
    }
}
