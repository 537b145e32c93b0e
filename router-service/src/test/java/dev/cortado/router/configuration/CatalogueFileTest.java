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
    void read_poolOfAnUnknownVariant_isRefusedByName(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("catalogue.json"), """
                {"variants": [], "pools": [{"id": "p", "lanes": ["realtime"], "variants": ["nowhere"]}]}""");

        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> CatalogueFile.read(file, json));

        assertTrue(String.valueOf(wrong.getMessage()).contains("nowhere"));
    }
}
