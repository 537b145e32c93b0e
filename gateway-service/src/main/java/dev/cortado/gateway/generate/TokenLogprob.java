package dev.cortado.gateway.generate;

import java.util.List;

/// A token that was drawn, and how likely it was. Its bytes need not be whole characters.
///
/// @param top the likeliest tokens at its place
public record TokenLogprob(Scored drawn, List<Scored> top) {

    public TokenLogprob {
        top = List.copyOf(top);
    }

    /// A token and the natural logarithm of its probability.
    ///
    /// @param bytes not to be changed
    @SuppressWarnings("ArrayRecordComponent")
    public record Scored(byte[] bytes, double logprob) {}
}
