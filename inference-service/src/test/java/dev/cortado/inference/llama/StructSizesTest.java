package dev.cortado.inference.llama;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.inference.configuration.Catalogue;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StructSizesTest {

    private static final Path CATALOGUE = Path.of("../deploy/catalogue.json");

    private final Map<String, Long> catalogue =
            new HashMap<>(Catalogue.read(CATALOGUE).library("linux-x64").structBytes());

    @ParameterizedTest
    @ValueSource(strings = {"linux-x64", "linux-arm64", "mac-arm64-metal", "mac-x64"})
    void check_cataloguesSizesOfEachPlatform_fitTheBinding(String platform) {
        Map<String, Long> sizes = Catalogue.read(CATALOGUE).library(platform).structBytes();
        assertDoesNotThrow(() -> StructSizes.check(sizes));
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
