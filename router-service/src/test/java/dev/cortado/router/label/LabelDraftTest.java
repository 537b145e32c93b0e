package dev.cortado.router.label;

import static dev.cortado.router.decide.World.LARGE;
import static dev.cortado.router.decide.World.MEDIUM;
import static dev.cortado.router.decide.World.SMALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabelDraftTest {

    private static final LabelledPrompt ONE =
            new LabelledPrompt("One?", "facts", Map.of(SMALL, .5, LARGE, 1.0), Map.of(SMALL, 3));
    private static final LabelledPrompt TWO = new LabelledPrompt("Two?", "", Map.of(MEDIUM, 0.0), Map.of());

    @Test
    void digest_isOfWhatIsSaid_notOfItsOrderOrName() {
        String digest = LabelDrafts.of(ONE, TWO).digest();

        assertEquals(digest, new LabelDraft("another", List.of(TWO, ONE)).digest());
        assertNotEquals(digest, LabelDrafts.of(ONE).digest());
        assertNotEquals(digest, with(new LabelledPrompt("One?", "", ONE.scores(), ONE.completionTokens())));
        assertNotEquals(digest, with(new LabelledPrompt("One?", "facts", ONE.scores(), Map.of())));
        assertNotEquals(
                digest, with(new LabelledPrompt("One?", "facts", Map.of(SMALL, .4, LARGE, 1.0), Map.of(SMALL, 3))));
    }

    private static String with(LabelledPrompt instead) {
        return LabelDrafts.of(instead, TWO).digest();
    }

    @Test
    void aDraft_countsItsScores_andNamesItsVariants() {
        LabelDraft draft = LabelDrafts.of(ONE, TWO);

        assertEquals(3, draft.labels());
        assertEquals(Set.of(SMALL, MEDIUM, LARGE), draft.variants());
    }

    @Test
    void whatCannotBe_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> LabelDrafts.of(ONE, ONE));
        assertThrows(IllegalArgumentException.class, () -> LabelDrafts.of());
        assertThrows(
                IllegalArgumentException.class, () -> new LabelledPrompt("One?", "", Map.of(SMALL, 1.1), Map.of()));
        assertThrows(IllegalArgumentException.class, () -> new LabelledPrompt(" ", "", Map.of(SMALL, 1.0), Map.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LabelledPrompt("One?", "", Map.of(SMALL, 1.0), Map.of(LARGE, 3)));
    }

    @Test
    void aPrompt_neverShowsItsText() {
        assertFalse(ONE.toString().contains("One?"));
    }
}
