package dev.cortado.inference.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.Embedder;
import dev.cortado.inference.engine.Embedder.Embedded;
import dev.cortado.inference.engine.Embedder.Pooling;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.PromptPreparation;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Vectors and counts of the small model, also while it generates.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbedderIT {

    private static final String FERRY = "The ferry leaves the harbour at seven in the morning.";
    private static final String BOAT = "The boat departs from the port at seven o'clock each morning.";
    private static final String CODE = "SELECT name FROM customer WHERE balance < 0;";

    private Engine engine = RealEngines.load(RealEngines.SMALL, 1_024, 2);
    private Embedder embedder = engine.embedder().orElseThrow();

    @BeforeAll
    void load() {
        assertEquals(576, embedder.dimensions());
        assertEquals(1_024, embedder.tokensMax());
    }

    @AfterAll
    void close() {
        engine.close();
        assertInstanceOf(Embedder.Failed.class, embedder.embed(FERRY, Pooling.MEAN));
    }

    @Test
    void embed_likeTexts_lieNearerThanUnlikeOnes() {
        for (Pooling pooling : Pooling.values()) {
            Embedder.Vector ferry = embedded(FERRY, pooling).vector();
            double like = ferry.cosine(embedded(BOAT, pooling).vector());
            double unlike = ferry.cosine(embedded(CODE, pooling).vector());
            assertTrue(like > unlike, pooling + ": " + like + " and " + unlike);
            assertEquals(1, ferry.cosine(embedded(FERRY, pooling).vector()), 1e-6);
        }
    }

    @Test
    void embed_textOfSeveralSteps_countsEveryToken() {
        String text = (FERRY + " ").repeat(30);
        long tokens = embedded(text, Pooling.LAST).tokens().count();
        assertTrue(tokens > 256, () -> tokens + " tokens");
        assertEquals(TokenCount.of(tokens), embedded(text, Pooling.MEAN).tokens());
    }

    @Test
    void embed_emptyOrTooLong_isToldWithTheNumbers() {
        assertEquals(new Embedder.Empty(), embedder.embed("", Pooling.MEAN));
        Embedder.TooLong tooLong =
                assertInstanceOf(Embedder.TooLong.class, embedder.embed((FERRY + " ").repeat(200), Pooling.MEAN));
        assertEquals(TokenCount.of(1_024), tooLong.tokensMax());
        assertTrue(tooLong.tokens().count() > 1_024);
    }

    @Test
    void embed_besideAStream_leavesItsAnswerAsItIs() throws Exception {
        String alone = Asked.begin(engine, "", AdapterUse.NONE, "Count from one to ten.", 24)
                .text();
        Asked stream = Asked.begin(engine, "", AdapterUse.NONE, "Count from one to ten.", 24);
        Embedder.Vector before = embedded(FERRY, Pooling.MEAN).vector();
        assertEquals(alone, stream.text());
        assertEquals(1, before.cosine(embedded(FERRY, Pooling.MEAN).vector()), 1e-4);
    }

    @Test
    void countTokens_isThatOfThePreparedPrompt() {
        Conversation conversation = new Conversation(List.of(new ConversationMessage(ChatRole.USER, FERRY)));
        PromptPreparation.Prepared prepared =
                assertInstanceOf(PromptPreparation.Prepared.class, engine.prepare(conversation));
        assertEquals(prepared.prompt().count(), engine.countTokens(conversation).orElseThrow());
    }

    private Embedded embedded(String text, Pooling pooling) {
        return assertInstanceOf(Embedded.class, embedder.embed(text, pooling));
    }
}
