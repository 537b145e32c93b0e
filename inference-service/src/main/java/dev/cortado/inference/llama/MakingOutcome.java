package dev.cortado.inference.llama;

/// What came of making or proving a variant.
public sealed interface MakingOutcome {

    record Made() implements MakingOutcome {}

    /// Nothing was made, for a reason that is told to a person.
    record Refused(String reason) implements MakingOutcome {}
}
