package dev.cortado.inference.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.inference.engine.AdapterLoading;
import dev.cortado.inference.engine.AdapterLoading.AdapterSource;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.GenerationEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// LoRA adapters and kept prefixes with the small model.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdapterIT {

    private static final String STORY = "Tell me a story about the sea.";
    private static final AdapterUse ONE = new AdapterUse("one", 1);
    private static final AdapterUse ONE_MILD = new AdapterUse("one", 0.5);
    private static final AdapterUse TWO = new AdapterUse("two", 1);
    private static final int TOKENS = 16;

    private Engine engine;

    private Path directory = Path.of("");

    @BeforeAll
    void load(@TempDir Path temporary) throws IOException {
        directory = temporary;
        engine = RealEngines.load(RealEngines.SMALL, 1_024, 4);
        for (AdapterUse adapter : List.of(ONE, TWO)) {
            Path file = TinyAdapters.write(
                    directory.resolve(adapter.id() + ".gguf"),
                    "llama",
                    576,
                    adapter.id().hashCode());
            assertEquals(new AdapterLoading.Usable(), engine.load(new AdapterSource(adapter.id(), file, "")));
        }
    }

    @AfterAll
    void close() {
        engine.close();
    }

    @Test
    void adapters_changeTheAnswerByTheirScale_andTheBaseStaysAsItWas() throws Exception {
        String base = answer(AdapterUse.NONE);
        Set<String> answers = Set.of(base, answer(ONE), answer(ONE_MILD), answer(TWO));
        assertEquals(4, answers.size(), answers::toString);
        assertEquals(base, answer(AdapterUse.NONE));
        assertEquals(answer(ONE), answer(ONE));
    }

    @Test
    void adapters_atOnce_eachAnswersAsAlone() throws Exception {
        List<AdapterUse> uses = List.of(AdapterUse.NONE, ONE, ONE_MILD, TWO);
        List<String> alone = new ArrayList<>();
        for (AdapterUse use : uses) {
            alone.add(answer(use));
        }
        List<Asked> together = uses.stream()
                .map(use -> Asked.begin(engine, "", use, STORY, TOKENS))
                .toList();
        for (int i = 0; i < uses.size(); i++) {
            assertEquals(alone.get(i), together.get(i).text());
        }
    }

    @Test
    void prefix_ofAnotherAdapterOrScale_isNotReused() throws Exception {
        String text = "Here is what our brand stands for: calm, clear, kind words. ".repeat(6);
        assertEquals(0, cached("brand", AdapterUse.NONE, text + "Write a line."));
        assertEquals(0, cached("brand", ONE, text + "Write a line."));
        assertEquals(0, cached("brand", ONE_MILD, text + "Write a line."));
        assertTrue(cached("brand", ONE, text + "Write a poem.") > 60);
        assertEquals(0, cached("other", ONE, text + "Write a line."));
    }

    @Test
    void prefix_reused_answersAsComputedWholeAndSavesTheTime() throws Exception {
        String text = "The lighthouse keeper counted ships, gulls and hours. ".repeat(40);
        Asked whole = Asked.begin(engine, "first", AdapterUse.NONE, text + "What did he count?", 8);
        GenerationEnd.Generated first = whole.generated();
        Asked again = Asked.begin(engine, "first", AdapterUse.NONE, text + "What did he count?", 8);
        GenerationEnd.Generated second = again.generated();
        assertEquals(0, first.cachedPromptTokens().count());
        assertEquals(
                first.promptTokens().count() - 1, second.cachedPromptTokens().count());
        assertEquals(first.promptTokens(), second.promptTokens());
        assertFalse(again.text().isEmpty());
        assertTrue(second.timings().busy().compareTo(first.timings().busy().dividedBy(2)) < 0);
    }

    @Test
    void load_adapterForAnotherBase_isRefusedWithTheReasonAndTheEngineServesOn() throws Exception {
        Path wide = TinyAdapters.write(directory.resolve("wide.gguf"), "llama", 896, 3);
        String shapes = unusable(new AdapterSource("wide", wide, ""));
        assertTrue(shapes.contains("another base") && shapes.contains("576 × 576"), shapes);
        Path qwen = TinyAdapters.write(directory.resolve("qwen.gguf"), "qwen2", 576, 3);
        assertTrue(unusable(new AdapterSource("qwen", qwen, "")).contains("architecture is qwen2"));
        assertTrue(unusable(new AdapterSource("sum", qwen, "00")).contains("sha256"));
        Path model = RealEngines.plan(RealEngines.SMALL).file();
        assertTrue(unusable(new AdapterSource("model", model, "")).contains("no LoRA adapter"));
        assertEquals(Set.of("one", "two"), engine.adapters());
        assertNotEquals("", answer(AdapterUse.NONE));
    }

    private String unusable(AdapterSource source) {
        return assertInstanceOf(AdapterLoading.Unusable.class, engine.load(source))
                .reason();
    }

    private String answer(AdapterUse use) throws Exception {
        return Asked.begin(engine, "", use, STORY, TOKENS).text();
    }

    private long cached(String tenant, AdapterUse use, String question) throws Exception {
        return Asked.begin(engine, tenant, use, question, 2)
                .generated()
                .cachedPromptTokens()
                .count();
    }
}
