package dev.cortado.local.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.settings.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceCommandTest {
    private static final String IMPORT = "POST /v1/prices/import";
    private static final String ADDED = price("new", "0.2", "0.4");
    private static final String REMOVED = price("old", "0.1", "0.3");
    private static final String BEFORE = price("kept", "0.5", "1");
    private static final String AFTER = price("kept", "0.5", "1.25");
    private static final String CHANGES = """
            {"version": "2027-01", "effectiveAt": "2027-01-01T00:00:00Z", "preview": true, "follows": "2026-12",
             "added": [%s], "removed": [%s], "changed": [{"before": %s, "after": %s}],
             "unchanged": 3}""".formatted(ADDED, REMOVED, BEFORE, AFTER);

    @TempDir
    private Path data;

    private FakeStack stack;
    private Path book;

    @BeforeEach
    void start() throws IOException {
        stack = FakeStack.start(data);
        book = Files.writeString(data.resolve("prices.csv"), "variant,prompt_usd_per_million\n");
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void list_showsEachMeter() {
        stack.answer("GET /v1/prices", """
                {"version": "2026-12", "effectiveAt": "2026-12-01T00:00:00Z", "prices": [%s]}""".formatted(BEFORE));
        assertEquals("""
                version 2026-12, in force since 2026-12-01T00:00:00Z; USD per million tokens
                variant  pool  lane      prompt  cached  cache write  completion
                kept     any   realtime     0.5     0.1            0           1
                """, stack.printed("price", "list"));
    }

    @Test
    void preview_showsWhatIsAddedRemovedAndChanged_oldAndNewOfEachMeter() {
        stack.answer(IMPORT, CHANGES);
        assertEquals("""
                version 2027-01 would be in force from 2027-01-01T00:00:00Z, after 2026-12; USD per million tokens
                change   variant  pool  lane      prompt  cached  cache write  completion
                added    new      any   realtime     0.2     0.1            0  0.4
                removed  old      any   realtime     0.1     0.1            0  0.3
                changed  kept     any   realtime     0.5     0.1            0  1 -> 1.25
                unchanged: 3
                this is a preview: nothing is published
                """, imported("--preview"));
        assertTrue(stack.asked().getLast().path().contains("preview=true"));
    }

    @Test
    void importThatChangesNothing_saysSo() {
        stack.answer(IMPORT, """
                {"version": "2027-01", "effectiveAt": "2027-01-01T00:00:00Z", "preview": false,
                 "added": [], "removed": [], "changed": [], "unchanged": 2}""");
        assertEquals("""
                version 2027-01 is in force from 2027-01-01T00:00:00Z, the first of its time; USD per million tokens
                no price differs
                unchanged: 2
                """, imported());
    }

    @Test
    void importForScripts_printsTheAnswerAsItIs() throws IOException {
        stack.answer(IMPORT, CHANGES);
        ObjectMapper json = new ObjectMapper();
        assertEquals(json.readTree(CHANGES), json.readTree(imported("--json")));
    }

    @Test
    void measured_isPublishedAndShown() throws IOException {
        measure();
        stack.answer(IMPORT, CHANGES);
        String shown = stack.printed("price", "measured", "--publish", "2027-01");
        assertTrue(shown.contains("\nchange   variant  pool  lane "), shown);
        assertTrue(shown.contains("1 -> 1.25"), shown);
        assertTrue(stack.sent().endsWith("\nnew,cpu-small,0.250000,1.250000,0\n"), stack.sent());
    }

    /// An import is a whole book: what it leaves out is not routed to any more.
    @Test
    void measured_whatIsNotMeasuredKeepsItsPrice() throws IOException {
        measure();
        stack.answer(IMPORT, CHANGES);
        stack.answer("GET /v1/prices/export", """
                variant,pool,lane,prompt_usd_per_million,cached_prompt_usd_per_million,cache_write_usd_per_million,completion_usd_per_million\r
                new,,realtime,9,9,0,9\r
                remote,,realtime,3,1,2,0\r
                remote,,batch,2,1,0,4\r
                """);
        stack.printed("price", "measured", "--publish", "2027-01");
        assertEquals("""
                variant,pool,prompt_usd_per_million,completion_usd_per_million,cached_prompt_usd_per_million,lane,cache_write_usd_per_million
                new,cpu-small,0.250000,1.250000,0,,
                remote,,3,0,1,realtime,2
                remote,,2,4,1,batch,0
                """, stack.sent());
        String asked = stack.asked().getLast().path();
        assertTrue(asked.contains("free=true"), "a price of zero that is in force is meant: " + asked);
    }

    /// An hour without a price makes tokens without one, which somebody must say is meant.
    @Test
    void measured_ofNothing_isPublishedOnlyIfThatIsMeant() throws IOException {
        measure();
        stack.answer(IMPORT, CHANGES);
        Files.writeString(data.resolve("cortado.properties"), "pool-small-usd-per-hour = 0\n");
        stack.printed("price", "measured", "--publish", "2027-01");
        assertTrue(stack.sent().contains("new,cpu-small,0.000000,"), stack.sent());
        assertTrue(stack.asked().getLast().path().contains("free=false"));
        stack.printed("price", "measured", "--publish", "2027-01", "--free");
        assertTrue(stack.asked().getLast().path().contains("free=true"));
    }

    @Test
    void exportAndMeasured_forScripts_areJson() throws IOException {
        measure();
        String book = "{\"version\": \"2026-12\", \"prices\": [" + BEFORE + "]}";
        stack.answer("GET /v1/prices", book);
        ObjectMapper json = new ObjectMapper();
        assertEquals(json.readTree(book), json.readTree(stack.printed("price", "export", "--json")));
        assertEquals(json.readTree("""
                {"prices": [{"variant": "new", "pool": "cpu-small", "promptUsdPerMillion": "0.250000",
                  "completionUsdPerMillion": "1.250000", "cachedPromptUsdPerMillion": "0"}],
                 "unmeasured": []}"""), json.readTree(stack.printed("price", "measured", "--json")));
    }

    private void measure() throws IOException {
        Path results = new DataDirectory(data).calibrationResults();
        Files.createDirectories(results.getParent());
        Files.writeString(results, """
                {"variants": [{"variant": "new", "pool": "cpu-small", "prefillTokensPerSecond": 100,
                  "occupancies": [{"streams": 4, "decodeTokensPerSecond": 20}]}]}""");
    }

    /// What `price import` with these options prints.
    private String imported(String... options) {
        List<String> command = new ArrayList<>(List.of("price", "import", book.toString()));
        command.addAll(List.of("--book-version", "2027-01"));
        command.addAll(List.of(options));
        return stack.printed(command.toArray(new String[0]));
    }

    private static String price(String variant, String prompt, String completion) {
        return "{\"variant\": \"" + variant + "\", \"pool\": \"\", \"lane\": \"realtime\","
                + " \"promptUsdPerMillion\": \"" + prompt + "\", \"cachedPromptUsdPerMillion\": \"0.1\","
                + " \"cacheWriteUsdPerMillion\": \"0\", \"completionUsdPerMillion\": \"" + completion + "\"}";
    }
}
