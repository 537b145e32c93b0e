package dev.cortado.inference.grammar;

/// A schema says what no grammar of ours enforces.
final class UnsupportedSchema extends RuntimeException {

    private final String pointer;

    /// @param pointer to the keyword within the schema's document (RFC 6901), such as `/properties/a/pattern`
    UnsupportedSchema(String pointer, String message) {
        super(message);
        this.pointer = pointer;
    }

    String pointer() {
        return pointer;
    }
}
