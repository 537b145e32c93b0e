package dev.cortado.router.decide;

import java.util.Set;

/// What earlier attempts of a request have shown.
///
/// @param failed what is not tried again
/// @param overlong what nodes said of its prompt that found it too long
public record Tried(Set<Candidates.Failed> failed, Overlong overlong) {

    /// Of a request without an earlier attempt.
    public static final Tried NOTHING = new Tried(Set.of(), Overlong.NONE);

    public Tried {
        failed = Set.copyOf(failed);
    }

    /// Of attempts that failed for other reasons than their prompt's length.
    public static Tried of(Set<Candidates.Failed> failed) {
        return new Tried(failed, Overlong.NONE);
    }
}
