package dev.cortado.router.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.router.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueFileTest {

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void read_theRepositorysCatalogue_hasThreeTiersInTwoPools() {
        Catalogue catalogue = CatalogueFile.read(Path.of("../deploy/catalogue.json"), json);

        assertEquals(List.of("small", "medium", "large"), List.copyOf(catalogue.tiers()));
        assertEquals(2, catalogue.pools().size());
        assertEquals(.678, catalogue.named("medium").getFirst().utility());
    }

    @Test
    void read_variantWithABase_isMeantByItsOwnNameOnly(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("catalogue.json"), """
                {"variants": [
                  {"id": "plain", "tier": "small", "licence": "MIT", "contextTokens": 100, "utility": 0.5,
                   "completionTokensTypical": 10, "prefillTokensPerSecondProvisional": 1,
                   "decodeTokensPerSecondProvisional": 1},
                  {"id": "plain-brand", "base": "plain", "adapter": {"id": "brand"}, "tier": "small",
                   "licence": "MIT", "contextTokens": 100, "utility": 0.9, "completionTokensTypical": 10,
                   "prefillTokensPerSecondProvisional": 1, "decodeTokensPerSecondProvisional": 1}],
                 "pools": [{"id": "p", "lanes": ["realtime"], "variants": ["plain", "plain-brand"]}]}""");

        Catalogue catalogue = CatalogueFile.read(file, json);

        assertEquals(1, catalogue.named("small").size());
        assertEquals("plain", catalogue.named("auto").getFirst().id().value());
        assertEquals(1, catalogue.named("auto").size());
        assertEquals(
                "plain-brand", catalogue.named("plain-brand").getFirst().id().value());
    }

    @Test
    void read_poolOfAnUnknownVariant_isRefusedByName(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("catalogue.json"), """
                {"variants": [], "pools": [{"id": "p", "lanes": ["realtime"], "variants": ["nowhere"]}]}""");

        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> CatalogueFile.read(file, json));

        assertTrue(String.valueOf(wrong.getMessage()).contains("nowhere"));
    }
}
