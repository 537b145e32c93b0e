package dev.cortado.inference.verify;

/// Whether a token is good here and now.
public sealed interface Verdict {

    /// Its id is burnt: no other attempt can use it.
    record Good() implements Verdict {}

    record Bad(RefusalCause cause, String message) implements Verdict {}
}
