package dev.cortado.router.decision;

/// What makes an attempt a hedge: it runs beside another of its reservation, at another node. Whichever brings a token
/// first answers, and the other is stopped.
///
/// @param of number of the attempt beside which it runs
/// @param charged whether the tenant pays for both; else it pays for one, and the operator for the other
public record Hedge(int of, boolean charged) {

    public Hedge {
        if (of < 1) {
            throw new IllegalArgumentException("attempts count from 1, not " + of);
        }
    }
}
