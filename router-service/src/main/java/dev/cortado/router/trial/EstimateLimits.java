package dev.cortado.router.trial;

/// What an estimate reads, and below what it says nothing.
///
/// @param decisionsMax rated decisions that are read
/// @param ratingsMin of which the log can tell something, at least
/// @param effectiveMin as many equal choices must what it says of the other policy be worth
public record EstimateLimits(int decisionsMax, int ratingsMin, int effectiveMin) {

    public EstimateLimits {
        if (ratingsMin < 2 || effectiveMin < 2 || decisionsMax < ratingsMin) {
            throw new IllegalArgumentException("an estimate needs at least two choices, and may read as many as it"
                    + " needs; not " + decisionsMax + ", " + ratingsMin + ", " + effectiveMin);
        }
    }
}
