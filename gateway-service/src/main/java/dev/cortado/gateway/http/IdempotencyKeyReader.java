package dev.cortado.gateway.http;

import dev.cortado.gateway.idempotency.IdempotencyKey;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the header `Idempotency-Key`, and takes the hash of what it stands for: the path, the body byte for byte, and
/// the `Cortado-*` headers.
final class IdempotencyKeyReader {

    static final String HEADER = "Idempotency-Key";

    /// The database's index takes no more.
    private static final int CHARACTERS_LIMIT = 1024;

    private static final String WISHES = "cortado-";

    private final int charactersMax;

    IdempotencyKeyReader(int charactersMax) {
        if (charactersMax < 1 || charactersMax > CHARACTERS_LIMIT) {
            throw new IllegalArgumentException("an idempotency key may have 1 to " + CHARACTERS_LIMIT
                    + " characters at most, not " + charactersMax);
        }
        this.charactersMax = charactersMax;
    }

    /// The key, or null where the client gave none.
    @Nullable
    IdempotencyKey read(String path, byte[] body, MultiMap headers) throws InvalidRequest {
        List<String> values = headers.getAll(HEADER);
        if (values.isEmpty()) {
            return null;
        }
        if (values.size() > 1) {
            throw invalid("comes more than once");
        }
        String key = values.getFirst();
        if (key.isEmpty() || key.length() > charactersMax) {
            throw invalid("must have 1 to " + charactersMax + " characters");
        }
        if (!key.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw invalid("must be visible ASCII");
        }
        return new IdempotencyKey(key, HexFormat.of().formatHex(hash(path, body, headers)));
    }

    private static byte[] hash(String path, byte[] body, MultiMap headers) {
        Map<String, String> wishes = new TreeMap<>();
        headers.forEach((name, value) -> {
            String known = name.toLowerCase(Locale.ROOT);
            if (known.startsWith(WISHES)) {
                wishes.merge(known, value.strip(), (one, another) -> one + "," + another);
            }
        });
        MessageDigest digest = sha256();
        digest.update((path + "\n" + wishes + "\n").getBytes(StandardCharsets.UTF_8));
        return digest.digest(body);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }

    private static InvalidRequest invalid(String why) {
        return new InvalidRequest(
                ApiError.invalid(HEADER, "invalid_idempotency_key", "the header '" + HEADER + "' " + why));
    }
}
