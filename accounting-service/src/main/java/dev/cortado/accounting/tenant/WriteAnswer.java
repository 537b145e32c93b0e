package dev.cortado.accounting.tenant;

/// What comes of an administrative write.
public sealed interface WriteAnswer {

    /// It is done.
    ///
    /// @param json what to answer
    /// @param repeated the same write came before, under the same Idempotency-Key: this is its answer again
    record Done(String json, boolean repeated) implements WriteAnswer {}

    /// What it is to change or hang on is not there, or not the asker's to see.
    record Missing(String what, String id) implements WriteAnswer {}

    /// It contradicts what is there.
    record Conflict(String field, String message) implements WriteAnswer {}
}
