package dev.cortado.local.artefact;

/// What came of trying one source.
public sealed interface Attempted {
    /// The whole file lies at the place asked for; its checksum is still to be taken.
    record Brought() implements Attempted {}

    /// This source did not serve; the next one is tried.
    record Failed(String why) implements Attempted {}
}
