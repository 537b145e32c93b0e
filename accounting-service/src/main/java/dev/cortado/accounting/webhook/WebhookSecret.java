package dev.cortado.accounting.webhook;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/// What signs an organisation's deliveries: text of at least 32 bytes, which its receiver knows too.
public record WebhookSecret(String text) {

    public static final int BYTES_MIN = 32;
    public static final int BYTES_MAX = 256;

    private static final String PREFIX = "whsec_";

    public WebhookSecret {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < BYTES_MIN || bytes > BYTES_MAX || text.isBlank()) {
            throw new IllegalArgumentException(
                    "a secret has " + BYTES_MIN + " to " + BYTES_MAX + " bytes and is not blank");
        }
    }

    /// A new one with 256 bits of chance. The randomness must be fit for secrets.
    public static WebhookSecret mint(SecureRandom random) {
        byte[] bytes = new byte[BYTES_MIN];
        random.nextBytes(bytes);
        return new WebhookSecret(
                PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "a webhook's secret";
    }
}
