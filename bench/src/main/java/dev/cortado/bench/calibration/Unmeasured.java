package dev.cortado.bench.calibration;

/// A variant that cannot be measured here.
///
/// @param why as the end of a sentence
record Unmeasured(String variant, String why) {

    String sentence() {
        return variant + " is unmeasured: " + why + ".";
    }
}
