package dev.cortado.bench.simulation.world;

/// What messages meet on their way.
///
/// @param usualMicrosMax longest way of an untroubled message
/// @param lostPermille messages lost, in a thousand
/// @param doubledPermille messages that come twice
/// @param slowPermille messages that take up to `slowMicrosMax`
public record Weather(
        long usualMicrosMax, int lostPermille, int doubledPermille, int slowPermille, long slowMicrosMax) {

    public static Weather calm() {
        return new Weather(1_500, 0, 0, 0, 0);
    }
}
