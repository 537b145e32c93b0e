package dev.cortado.local.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class MakingTest {
    private static final String BOOK = """
            variant,pool,lane,prompt_usd_per_million,cached_prompt_usd_per_million,cache_write_usd_per_million,completion_usd_per_million
            big,,realtime,0.18,0.09,0,1.00
            big,cpu-large,batch,0.10,0.05,0,0.50
            small,,realtime,0.02,0.02,0,0.08
            """;

    @Test
    void lowest_areThoseOfLeastInfluence_inOrder() {
        TreeMap<Integer, Double> scores = new TreeMap<>(Map.of(0, .9, 1, .2, 2, .1, 3, .3, 4, .15, 5, .8));
        assertEquals(List.of(2, 4, 1), Making.lowest(scores, 3));
        assertThrows(IllegalArgumentException.class, () -> Making.lowest(scores, 4));
        assertThrows(IllegalArgumentException.class, () -> Making.lowest(scores, 0));
    }

    @Test
    void idInPrecision_replacesTheOwnPrecisionOnly() {
        ObjectNode origin = new ObjectMapper().createObjectNode().put("id", "big-1.5b-q4_k_m");
        assertEquals("big-1.5b-q4_0", MadeEntry.idInPrecision(origin.put("precision", "Q4_K_M"), "Q4_0"));
        assertEquals("big-1.5b-q4_k_m-q4_0", MadeEntry.idInPrecision(origin.put("precision", "F16"), "Q4_0"));
    }

    @Test
    void entry_quantisedTwice_saysSoAndIsUnmeasured() {
        ObjectNode origin = new ObjectMapper()
                .createObjectNode()
                .put("id", "big")
                .put("utility", .8)
                .put("utilityProvisional", false);
        origin.putObject("utilityOnTasks").put("marketing", .9);
        origin.putArray("sources");
        ObjectNode entry =
                MadeEntry.from(origin, "big-q4_0").quantised("Q4_0", true).node();
        assertTrue(entry.path("requantised").asBoolean());
        assertTrue(entry.path("utilityProvisional").asBoolean());
        assertEquals(0, entry.path("utility").asDouble());
        assertTrue(entry.path("utilityOnTasks").isMissingNode());
        assertFalse(entry.has("sources"));
        assertEquals("Q4_0 from big, requantised", VariantLine.how(entry));
        assertEquals(.8, origin.path("utility").asDouble());
    }

    @Test
    void entry_ofAnAdapter_namesItsTaskAndTheTasksThatItIsMeasuredOn() {
        ObjectNode base =
                new ObjectMapper().createObjectNode().put("id", "base").put("file", "base.gguf");
        ObjectNode entry = MadeEntry.from(base, "base-brand")
                .adapted("base", "adapters/base-brand.gguf", 3, "ab", 2, "brand")
                .tasks("adapters/base-brand.tasks.jsonl")
                .node();
        assertEquals("brand", entry.at("/fineTunedFor/0").asText());
        assertEquals(
                "adapters/base-brand.tasks.jsonl", entry.at("/adapter/tasks").asText());
        assertEquals("adapters/base-brand.gguf", entry.at("/adapter/file").asText());
    }

    @Test
    void tasksOfAnAdapter_needAWordForWhatItWasTrainedFor() {
        Path file = Path.of("a.gguf");
        assertThrows(IllegalArgumentException.class, () -> new Making.NewAdapter(file, 1, "", Path.of("tasks.jsonl")));
        assertEquals("brand", new Making.NewAdapter(file, 1, "brand", Path.of("tasks.jsonl")).task());
    }

    @Test
    void priceRows_ofTheOrigin_areRepeatedUnderTheNewName() {
        PriceRows rows = PriceRows.of(BOOK).with("big-q4_0", "big", null, null);
        assertTrue(rows.csv().contains("big-q4_0,cpu-large,batch,0.10,0.05,0,0.50"));
        assertTrue(rows.words("big-q4_0").startsWith("0.18 USD"));
        assertEquals(6, rows.csv().lines().count());
    }

    @Test
    void priceRows_givenPrices_replaceTheOriginsAndItsCachedOne() {
        String csv = PriceRows.of(BOOK).with("big-q4_0", "big", "0.12", "0.70").csv();
        assertTrue(csv.contains("big-q4_0,,realtime,0.12,0.12,0,0.70"));
        assertThrows(IllegalArgumentException.class, () -> PriceRows.of(BOOK).with("x", "nowhere", null, null));
        assertThrows(IllegalArgumentException.class, () -> PriceRows.of("<html>"));
    }

    @Test
    void why_nativeAbort_namesTheSignalAndItsLastWords() {
        ArrayDeque<String> words = new ArrayDeque<>(List.of("GGML_ASSERT failed"));
        assertEquals(
                "quantising x: the engine's process was ended by signal 6; its last words:\n  GGML_ASSERT failed",
                MakerProcess.why("quantising x", 134, "", words));
        assertEquals("quantising x: no disk", MakerProcess.why("quantising x", 3, "no disk", words));
    }
}
