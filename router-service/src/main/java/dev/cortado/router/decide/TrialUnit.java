package dev.cortado.router.decide;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Whose requests are in one arm of a trial together: a user of a project where the request names one, so that nobody's
/// answers change from one request to the next; else the request alone.
///
/// @param hash of the project and the user's or the request's id, from which neither can be read
public record TrialUnit(long hash) {

    /// Bits of a draw: as many as a double holds.
    private static final int DRAW_BITS = 53;

    /// @param user as the request names it; empty where it names none
    /// @param requestId of this request and its further attempts
    public static TrialUnit of(String project, String user, String requestId) {
        return new TrialUnit(hash(user.isEmpty() ? "request\0" + requestId : "user\0" + project + "\0" + user));
    }

    /// From 0, included, to 1, as by chance over units and over trials, and always the same for one of each.
    double drawFor(String trial) {
        return (double) (hash(trial + "\0" + hash) >>> (Long.SIZE - DRAW_BITS)) / (1L << DRAW_BITS);
    }

    private static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
