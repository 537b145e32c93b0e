package dev.cortado.bench.simulation.check;

/// An invariant that did not hold.
public record Violation(String invariant, String detail) {

    @Override
    public String toString() {
        return invariant + ": " + detail;
    }
}
