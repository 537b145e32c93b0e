package dev.cortado.bench.simulation.books;

/// A constraint of the tables refused a change: no sound rule ever lets it come to that.
public final class ConstraintBroken extends RuntimeException {

    public ConstraintBroken(String constraint, String detail) {
        super(constraint + ": " + detail);
    }
}
