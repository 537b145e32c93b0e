package dev.cortado.local.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.local.settings.Platform;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Reads the catalogue that is shipped.
final class CatalogueTest {
    private final Catalogue catalogue;

    CatalogueTest() throws IOException {
        catalogue = Catalogue.read(Path.of("../catalogue.json"));
    }

    @Test
    void models_eachTier_publisherFirstThenPackages() {
        for (Tier tier : Tier.values()) {
            Catalogue.Model model = catalogue.ofTier(tier).orElseThrow();
            assertInstanceOf(Catalogue.Source.Https.class, model.sources().getFirst());
            assertTrue(model.sha256().matches("[0-9a-f]{64}"));
            assertTrue(model.bytes() > 0);
        }
        assertEquals(
                22,
                assertInstanceOf(
                                Catalogue.Source.Wheels.class,
                                catalogue
                                        .ofTier(Tier.LARGE)
                                        .orElseThrow()
                                        .sources()
                                        .getLast())
                        .parts()
                        .size());
    }

    @Test
    void adapters_shipped_lieInTheRepositoryWithTheirChecksumAndOnAModelOfTheCatalogue() throws IOException {
        assertFalse(catalogue.adapted().isEmpty());
        for (Catalogue.Adapted adapted : catalogue.adapted()) {
            assertEquals(adapted.sha256(), Digests.sha256(Path.of("..").resolve(adapted.file())), adapted.variant());
            assertTrue(catalogue.model(adapted.base()).isPresent(), adapted.variant());
        }
    }

    @Test
    void engines_everyPlatform_isNamedWithItsIntegrity() {
        for (Platform platform : new Platform[] {
            new Platform(false, false), new Platform(false, true), new Platform(true, false), new Platform(true, true)
        }) {
            Catalogue.Engine engine = catalogue.engine(platform.engine()).orElseThrow();
            assertTrue(engine.integrity().startsWith("sha512-"), engine.platform());
        }
        assertFalse(catalogue.engine("linux-x64").orElseThrow().untried());
        assertTrue(catalogue.engine("mac-x64").orElseThrow().untried());
    }
}
