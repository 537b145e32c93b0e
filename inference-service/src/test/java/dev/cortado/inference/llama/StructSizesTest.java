package dev.cortado.inference.llama;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.inference.configuration.Catalogue;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StructSizesTest {

    private final Map<String, Long> catalogue = new HashMap<>(Catalogue.read(Path.of("../deploy/catalogue.json"))
            .library("linux-x64")
            .structBytes());

    @Test
    void check_cataloguesSizes_fitTheBinding() {
        assertDoesNotThrow(() -> StructSizes.check(catalogue));
    }

    @Test
    void check_anotherOrMissingSize_isRefusedByName() {
        catalogue.put("llama_context_params", 152L);
        catalogue.remove("llama_batch");
        String message = String.valueOf(assertThrows(IllegalStateException.class, () -> StructSizes.check(catalogue))
                .getMessage());
        assertTrue(message.contains("llama_context_params: the catalogue says 152 bytes"), message);
        assertTrue(message.contains("llama_batch: the catalogue gives no size"), message);
    }
}
