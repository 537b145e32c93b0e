package dev.cortado.inference.engine;

import java.nio.file.Path;

/// What came of loading an adapter onto a model.
public sealed interface AdapterLoading {

    /// Orders may name it from now on.
    record Usable() implements AdapterLoading {}

    /// It does not fit the model, or its file is not right; the model serves on as before.
    record Unusable(String reason) implements AdapterLoading {}

    /// @param id by which orders name it
    /// @param sha256 of the file in hexadecimal; empty: not verified
    record AdapterSource(String id, Path file, String sha256) {}
}
