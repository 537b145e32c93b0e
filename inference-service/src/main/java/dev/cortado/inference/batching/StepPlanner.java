package dev.cortado.inference.batching;

import java.util.ArrayList;
import java.util.List;

/// Decides how many tokens of each sequence go into the next step.
///
/// Every decoding sequence takes one. Prompts share what is left of a chunk, in order of arrival: a large chunk while
/// no stream is decoding, a small one beside streams, of this model or of another on the same threads, so that a long
/// prompt does not stall them.
///
/// @param chunkAlone prompt tokens of a step without decoding streams
/// @param chunkShared prompt tokens of a step beside decoding streams
public record StepPlanner(int chunkAlone, int chunkShared) {

    public StepPlanner {
        if (chunkAlone < 1 || chunkShared < 1) {
            throw new IllegalArgumentException("a prefill chunk must be at least 1 token");
        }
    }

    /// @param promptTokensLeft of each sequence in order of arrival; 0 for one that decodes
    /// @param besideAnother whether another model steps on the same threads
    /// @return tokens of each sequence in the next step
    public List<Integer> plan(List<Integer> promptTokensLeft, boolean besideAnother) {
        boolean streams = besideAnother || promptTokensLeft.stream().anyMatch(left -> left == 0);
        int chunk = streams ? chunkShared : chunkAlone;
        List<Integer> shares = new ArrayList<>(promptTokensLeft.size());
        for (int left : promptTokensLeft) {
            if (left == 0) {
                shares.add(1);
            } else {
                int share = Math.min(left, chunk);
                chunk -= share;
                shares.add(share);
            }
        }
        return shares;
    }

    /// The most tokens a step of so many slots can have.
    public int stepTokensMax(int slots) {
        return Math.max(chunkAlone, chunkShared) + slots;
    }
}
