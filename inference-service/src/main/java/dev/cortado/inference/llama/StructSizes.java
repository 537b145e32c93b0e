package dev.cortado.inference.llama;

import java.lang.foreign.MemoryLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Holds our struct layouts against the sizes that the catalogue gives for this platform's library, since a struct of
/// another size, passed by value, would corrupt memory silently.
final class StructSizes {

    private StructSizes() {}

    /// @param expectedBytes size by struct name, from the catalogue
    /// @throws IllegalStateException naming every struct that differs or is missing
    static void check(Map<String, Long> expectedBytes) {
        List<String> wrong = new ArrayList<>();
        for (MemoryLayout layout : LlamaLayouts.ALL) {
            String name = layout.name().orElseThrow();
            Long expected = expectedBytes.get(name);
            if (expected == null) {
                wrong.add(name + ": the catalogue gives no size");
            } else if (expected != layout.byteSize()) {
                wrong.add(name + ": the catalogue says " + expected + " bytes, the binding has " + layout.byteSize());
            }
        }
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("the binding does not fit this libllama (" + String.join("; ", wrong)
                    + "); use the library version that the catalogue names");
        }
    }
}
