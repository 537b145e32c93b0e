package dev.cortado.inference.batching;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Decides how many tokens of each sequence go into the next step.
///
/// A prompt with nothing beside it takes a large chunk, which is where the hardware is fastest. Otherwise every
/// decoding sequence takes one token, and prompts share a small chunk: the one with the least left first, so that a
/// short prompt waits for no long one. Where one was left over in the step before, the first of those left over gets a
/// few tokens more, so that short ones hold it up every other step at most.
///
/// @param chunkAlone prompt tokens of a step of a single sequence
/// @param chunkShared prompt tokens of a step beside others, of this model or of another on the same threads
/// @param chunkBehind prompt tokens of a step, on top of that, for a prompt that shorter ones overtake
public record StepPlanner(int chunkAlone, int chunkShared, int chunkBehind) {

    public StepPlanner {
        if (chunkAlone < 1 || chunkShared < 1 || chunkBehind < 1) {
            throw new IllegalArgumentException("a prefill chunk must be at least 1 token");
        }
    }

    /// @param promptTokensLeft of each sequence in order of arrival; 0 for one that decodes
    /// @param company whether others want the threads, or may want them soon: another model's, another adapter's
    /// @param leftOver whether a prompt got nothing in the step before
    /// @return tokens of each sequence in the next step
    public List<Integer> plan(List<Integer> promptTokensLeft, boolean company, boolean leftOver) {
        if (promptTokensLeft.size() == 1 && !company) {
            return List.of(Math.clamp(promptTokensLeft.getFirst(), 1, chunkAlone));
        }
        int[] shares = new int[promptTokensLeft.size()];
        Arrays.setAll(shares, n -> promptTokensLeft.get(n) == 0 ? 1 : 0);
        int chunk = chunkShared;
        for (int next : shortestFirst(promptTokensLeft)) {
            shares[next] = Math.min(promptTokensLeft.get(next), chunk);
            chunk -= shares[next];
        }
        if (leftOver) {
            IntStream.range(0, shares.length)
                    .filter(n -> shares[n] < Math.min(promptTokensLeft.get(n), chunkBehind))
                    .findFirst()
                    .ifPresent(overtaken -> shares[overtaken] = Math.min(promptTokensLeft.get(overtaken), chunkBehind));
        }
        return Arrays.stream(shares).boxed().toList();
    }

    private static List<Integer> shortestFirst(List<Integer> promptTokensLeft) {
        return IntStream.range(0, promptTokensLeft.size())
                .filter(n -> promptTokensLeft.get(n) > 0)
                .boxed()
                .sorted(Comparator.comparing(promptTokensLeft::get))
                .toList();
    }

    /// Whether a step is a lone prompt's, longer than beside others. One of several sequences never is, however many of
    /// them decode: given up, it would only be planned again as it was.
    boolean isLarge(int sequences, int tokens) {
        return sequences == 1 && tokens > chunkShared + chunkBehind;
    }

    /// The most tokens a step of so many slots can have.
    public int stepTokensMax(int slots) {
        return Math.max(chunkAlone, chunkShared + chunkBehind) + slots;
    }
}
