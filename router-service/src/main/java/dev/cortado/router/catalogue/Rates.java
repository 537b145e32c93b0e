package dev.cortado.router.catalogue;

/// How fast one stream runs on a node.
public record Rates(double prefillTokensPerSecond, double decodeTokensPerSecond) {

    public Rates {
        if (!(prefillTokensPerSecond > 0 && decodeTokensPerSecond > 0)) {
            throw new IllegalArgumentException("rates must be above 0 tokens per second, not " + prefillTokensPerSecond
                    + " and " + decodeTokensPerSecond);
        }
    }
}
