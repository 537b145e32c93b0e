package dev.cortado.router.configuration;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.catalogue.Pool;
import dev.cortado.router.catalogue.Rates;
import dev.cortado.router.catalogue.Tasks;
import dev.cortado.router.catalogue.Variant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads the catalogue's file.
final class CatalogueFile {

    private CatalogueFile() {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Contents(List<VariantEntry> variants, List<PoolEntry> pools) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record VariantEntry(
            String id,
            String tier,
            String licence,
            long contextTokens,
            double utility,
            boolean utilityProvisional,
            long completionTokensTypical,
            double prefillTokensPerSecondProvisional,
            double decodeTokensPerSecondProvisional,
            @Nullable String base,
            @Nullable Set<String> fineTunedFor,
            @Nullable Map<String, Double> utilityOnTasks,
            @Nullable String madeFrom) {

        Variant toVariant() {
            return new Variant(
                    new VariantId(id),
                    tier,
                    licence,
                    TokenCount.of(contextTokens),
                    utility,
                    utilityProvisional,
                    TokenCount.of(completionTokensTypical),
                    new Rates(prefillTokensPerSecondProvisional, decodeTokensPerSecondProvisional),
                    specialised(),
                    new Tasks(
                            fineTunedFor == null ? Set.of() : fineTunedFor,
                            utilityOnTasks == null ? Map.of() : utilityOnTasks));
        }

        /// What was made here is known to do its work, and not how well, until its utility is measured.
        private boolean specialised() {
            return base != null || (madeFrom != null && utilityProvisional);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record PoolEntry(
            String id,
            List<String> lanes,
            List<String> variants,
            @Nullable Set<String> labels) {

        Pool toPool() {
            Set<Lane> served = lanes.stream()
                    .map(lane -> Lane.valueOf(lane.toUpperCase(Locale.ROOT)))
                    .collect(Collectors.toSet());
            return new Pool(
                    new PoolId(id),
                    served,
                    variants.stream().map(VariantId::new).toList(),
                    labels == null ? Set.of() : labels);
        }
    }

    /// @throws UncheckedIOException if the file cannot be read
    /// @throws IllegalArgumentException if an entry is wrong or missing
    static Catalogue read(Path file, ObjectMapper json) {
        try {
            Contents contents = json.readValue(file.toFile(), Contents.class);
            return new Catalogue(
                    contents.variants().stream().map(VariantEntry::toVariant).toList(),
                    contents.pools().stream().map(PoolEntry::toPool).toList(),
                    Files.getLastModifiedTime(file).toInstant());
        } catch (IOException e) {
            throw new UncheckedIOException("the catalogue " + file + " cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("the catalogue " + file + " is wrong: " + e.getMessage(), e);
        }
    }
}
