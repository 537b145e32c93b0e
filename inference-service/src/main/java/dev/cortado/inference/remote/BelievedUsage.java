package dev.cortado.inference.remote;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.TokenCounters;
import dev.cortado.inference.engine.TokenCounters.Counter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// What is metered of a server's generation: its own numbers as far as they are possible, else ours.
///
/// A prompt has at most the tokens that were counted or bounded before it was sent, and a completion
/// at most those that were asked for, so the cost stays within the hold whatever a server claims; what
/// it claims beyond is the operator's. Each token is at least one byte of the output, but for those
/// that end a turn and those that are not shown, and on average no longer than a bound; a claim
/// outside of that is not believed.
///
/// @param objections what was not believed and why, for the log
public record BelievedUsage(
        TokenCount prompt,
        TokenCount cachedPrompt,
        TokenCount completion,
        TokenCounters counters,
        List<String> objections) {

    /// Tokens without a byte that a server may count: of the turn's end, of a template.
    private static final int SILENT_TOKENS_MAX = 32;

    public BelievedUsage {
        objections = List.copyOf(objections);
    }

    /// @param bytesPerTokenMax mean length of a text's tokens at most
    /// @param bytesBeyond bytes that may come on top, since single tokens are longer
    /// @param bytesPerTokenUsual where nobody counts
    public record Bounds(int bytesPerTokenMax, int bytesBeyond, int bytesPerTokenUsual) {

        long tokensMin(long bytes) {
            long least = Math.ceilDiv(Math.max(0, bytes - bytesBeyond), bytesPerTokenMax);
            return bytes > 0 ? Math.max(1, least) : 0;
        }
    }

    /// @param tokensMax counted or bounded before it was sent
    /// @param exact whether it was counted
    /// @param bytes of its texts
    public record SentPrompt(long tokensMax, boolean exact, long bytes) {}

    /// @param bytes of output seen, shown or not
    /// @param pieces in which it came
    /// @param tokensMax that were asked for
    /// @param recounted by the server's tokeniser; empty: not
    public record SeenCompletion(long bytes, long pieces, long tokensMax, OptionalLong recounted) {}

    static BelievedUsage of(UsageClaim claim, SentPrompt sent, SeenCompletion seen, Bounds bounds) {
        List<String> objections = new ArrayList<>();
        // What was counted stands, also where its tokens are longer than is usual.
        long promptLeast = Math.min(bounds.tokensMin(sent.bytes()), sent.tokensMax());
        boolean promptBelieved = possible("prompt", claim.prompt(), promptLeast, sent.tokensMax(), objections);
        long prompt = promptBelieved ? claim.prompt().orElseThrow() : ownCount(sent, bounds);
        OptionalLong cached = promptBelieved ? claim.cached() : OptionalLong.empty();
        boolean cachedBelieved = possible("cached prompt", cached, 0, prompt, objections);
        boolean completionBelieved = possible(
                "completion", claim.completion(), bounds.tokensMin(seen.bytes()), most(claim, seen), objections);
        return new BelievedUsage(
                TokenCount.of(prompt),
                TokenCount.of(cachedBelieved ? cached.orElseThrow() : 0),
                TokenCount.of(completionBelieved ? claim.completion().orElseThrow() : ownCount(seen, bounds)),
                new TokenCounters(
                        promptBelieved ? Counter.ENGINE : Counter.PLATFORM,
                        cachedBelieved ? Counter.ENGINE : Counter.UNKNOWN,
                        completionBelieved ? Counter.ENGINE : Counter.PLATFORM),
                objections);
    }

    boolean completionBelieved() {
        return counters.completion() == Counter.ENGINE;
    }

    /// A generation that is known to have used nothing.
    static BelievedUsage nothing() {
        return new BelievedUsage(
                TokenCount.ZERO,
                TokenCount.ZERO,
                TokenCount.ZERO,
                new TokenCounters(Counter.PLATFORM, Counter.UNKNOWN, Counter.PLATFORM),
                List.of());
    }

    private static boolean possible(
            String meter, OptionalLong claimed, long least, long most, List<String> objections) {
        if (claimed.isEmpty()) {
            return false;
        }
        long count = claimed.getAsLong();
        if (count < least || count > most) {
            objections.add(
                    count + " " + meter + " tokens, where " + Math.min(least, most) + " to " + most + " are possible");
            return false;
        }
        return true;
    }

    private static long most(UsageClaim claim, SeenCompletion seen) {
        long unshown = Math.clamp(claim.reasoning().orElse(0), 0, seen.tokensMax());
        return Math.min(seen.tokensMax(), seen.bytes() + unshown + SILENT_TOKENS_MAX);
    }

    private static long ownCount(SentPrompt sent, Bounds bounds) {
        return sent.exact()
                ? sent.tokensMax()
                : Math.min(sent.tokensMax(), Math.max(1, Math.ceilDiv(sent.bytes(), bounds.bytesPerTokenUsual())));
    }

    /// By the server's tokeniser, which is believed as far as its claims are. Else: servers send each
    /// token as a piece, in which case the pieces are the count; where the pieces are too long for
    /// that, it is estimated from the bytes.
    private static long ownCount(SeenCompletion seen, Bounds bounds) {
        boolean pieceIsToken = seen.bytes() <= seen.pieces() * bounds.bytesPerTokenMax();
        long estimated = pieceIsToken ? seen.pieces() : Math.ceilDiv(seen.bytes(), bounds.bytesPerTokenUsual());
        long recounted = seen.recounted().orElse(-1);
        boolean isPossible = recounted >= bounds.tokensMin(seen.bytes()) && recounted <= seen.bytes();
        return Math.min(seen.tokensMax(), isPossible ? recounted : estimated);
    }
}
