package dev.cortado.bench.calibration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A variant in a pool: what is measured.
///
/// @param file the model's, of the base where it is an adapter
/// @param contextTokens as the catalogue gives them to each slot
/// @param adapter null for a model of its own
/// @param task what an adapter is made for, in a word; null for a model for any task
/// @param taskFile tasks of that kind, in the form of a user's; null: those of the set's class of that name
/// @param engineRelease of the engine's library
/// @param prefillGuess tokens a second, for the time left until it is measured
/// @param decodeGuess the same of one stream
record Subject(
        String variant,
        String pool,
        String tier,
        Path file,
        String sha256,
        int contextTokens,
        int slots,
        @Nullable Adapter adapter,
        @Nullable String task,
        @Nullable Path taskFile,
        String engineRelease,
        double prefillGuess,
        double decodeGuess) {

    /// Streams that answer tasks at once, and the most whose rate is measured.
    static final int STREAMS = 8;

    private static final int KEY_CHARACTERS = 20;

    record Adapter(String id, Path file, String sha256, double scale) {}

    /// Under which its measurements are kept: whatever changes them changes it.
    ///
    /// @param what `answers` or `rates`
    String key(String what, int threads) {
        String adapted = adapter == null ? "" : adapter.sha256() + "@" + adapter.scale();
        String all = String.join("|", what, sha256, adapted, engineRelease, "" + threads);
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8)))
                    .substring(0, KEY_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The context of each of so many streams: together what the catalogue gives to its slots, so that it takes as much
    /// memory as it does when it serves.
    int streamContextTokens(int streams) {
        return contextTokens * slots / streams;
    }

    /// Of the longest stream that is tried.
    int contextTokensMax() {
        return streamContextTokens(Math.min(STREAMS, slots));
    }

    String name() {
        return variant + " in " + pool;
    }
}
