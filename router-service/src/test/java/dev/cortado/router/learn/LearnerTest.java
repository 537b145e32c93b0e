package dev.cortado.router.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.decide.World;
import dev.cortado.router.decision.StoreAway;
import dev.cortado.router.estimate.Estimates;
import dev.cortado.router.estimate.SeenPrompt;
import dev.cortado.router.estimate.UtilityEstimate;
import dev.cortado.router.learn.RatedWorld.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LearnerTest {

    private static final OrganisationId ACME = new OrganisationId("acme");
    private static final OrganisationId OTHER = new OrganisationId("other");
    private static final UtilityEstimate EXPECTED = new UtilityEstimate(.8, .6, .9, UtilityEstimate.Basis.PREDICTED);
    private static final Variant MEDIUM =
            new World().catalogue.variant(World.MEDIUM).orElseThrow();

    private final RatedWorld world = new RatedWorld(3);
    private final FakeRatingLog log = new FakeRatingLog();
    private final Grounding grounding = new Grounding(
            PromptView.of(world.reference()),
            (_, variant) -> variant.equals(World.MEDIUM) ? Optional.of(EXPECTED) : Optional.empty());

    private Learner learner(int organisationsMax) {
        return new Learner(log, new LearningLimits(1_000, organisationsMax, 1_000));
    }

    private void rate(OrganisationId organisation, VariantId variant, double score, int times) {
        for (int i = 0; i < times; i++) {
            log.ratings.add(
                    new RatedAnswer(log.ratings.size() + 1, organisation, variant, prompt(Kind.TRANSLATE), score));
        }
    }

    private SeenPrompt prompt(Kind kind) {
        return new SeenPrompt("", world.ask(kind).prompt());
    }

    private static UtilityEstimate corrected(Learner learner, OrganisationId organisation, SeenPrompt prompt) {
        return learner.corrected(organisation, new Fixed(prompt)).utility(MEDIUM);
    }

    @Test
    void corrected_ofWhoRated_movesWithItsInterval_andTellsByHowMuch() {
        rate(ACME, World.MEDIUM, 0, 200);
        Learner learner = learner(10);
        learner.begin(grounding);

        UtilityEstimate after = corrected(learner, ACME, prompt(Kind.TRANSLATE));
        assertTrue(after.mean() < .6, after::toString);
        assertEquals(.8, after.mean() - after.correction(), 1e-9);
        assertTrue(after.low() <= after.mean() && after.mean() < after.high(), after::toString);
        assertEquals(EXPECTED.basis(), after.basis());
    }

    @Test
    void corrected_ofWhoNeverRated_isTheVeryEstimates() {
        rate(ACME, World.MEDIUM, 0, 50);
        Learner learner = learner(10);
        Estimates expected = new Fixed(prompt(Kind.TRANSLATE));
        assertSame(expected, learner.corrected(ACME, expected));
        learner.begin(grounding);

        assertSame(expected, learner.corrected(OTHER, expected));
        assertFalse(learner.knows(OTHER));
        assertTrue(learner.knows(ACME));
    }

    @Test
    void learn_whatCameSince_isAsIfAllHadBeenThere() {
        rate(ACME, World.MEDIUM, 0, 20);
        Learner early = learner(10);
        early.begin(grounding);
        rate(ACME, World.MEDIUM, 1, 15);
        early.learn();
        early.learn();
        Learner late = learner(10);
        late.begin(grounding);

        SeenPrompt prompt = prompt(Kind.TRANSLATE);
        assertEquals(corrected(late, ACME, prompt), corrected(early, ACME, prompt));
        assertEquals(35, early.ratings());
    }

    @Test
    void learn_moreOrganisationsThanAreKept_thoseThatRateAgainAreAsBefore() {
        for (int i = 0; i < 6; i++) {
            rate(ACME, World.MEDIUM, 0, 9);
            rate(OTHER, World.MEDIUM, 1, 5);
        }
        rate(ACME, World.MEDIUM, 0, 1);
        Learner narrow = learner(1);
        narrow.begin(grounding);
        Learner wide = learner(2);
        wide.begin(grounding);

        SeenPrompt prompt = prompt(Kind.TRANSLATE);
        assertEquals(corrected(wide, ACME, prompt), corrected(narrow, ACME, prompt));
        assertEquals(1, narrow.organisations());
        assertFalse(narrow.knows(OTHER));
    }

    @Test
    void begin_moreOrganisationsThanAreKept_readsNoneMoreThanOnce() {
        for (int turn = 0; turn < 10; turn++) {
            for (int i = 0; i < 30; i++) {
                rate(new OrganisationId("org-" + i), World.MEDIUM, 0, 1);
            }
        }
        Learner narrow = learner(3);
        narrow.begin(grounding);

        assertEquals(3, narrow.organisations());
        assertTrue(narrow.knows(new OrganisationId("org-29")) && !narrow.knows(new OrganisationId("org-26")));
        assertEquals(30, log.read);
        assertEquals(300, narrow.ratings());
    }

    @Test
    void learn_logAwayWhileAForgottenOneIsReadAgain_losesNothing_andLearnsNothingTwice() {
        for (int i = 0; i < 3; i++) {
            rate(ACME, World.MEDIUM, 0, 9);
            rate(OTHER, World.MEDIUM, 1, 5);
        }
        Learner narrow = learner(1);
        narrow.begin(grounding);
        rate(OTHER, World.MEDIUM, 0, 2);
        rate(ACME, World.MEDIUM, 0, 1);
        log.timesAway = 1;

        assertThrows(StoreAway.class, narrow::learn);
        assertEquals(List.of(), narrow.learn());

        Learner wide = learner(2);
        wide.begin(grounding);
        SeenPrompt prompt = prompt(Kind.TRANSLATE);
        assertEquals(corrected(wide, ACME, prompt), corrected(narrow, ACME, prompt));
        assertEquals(wide.ratings(), narrow.ratings());
        rate(OTHER, World.MEDIUM, 1, 1);
        assertEquals(List.of(), narrow.learn());
        assertEquals(List.of(), wide.learn());
        assertEquals(corrected(wide, OTHER, prompt), corrected(narrow, OTHER, prompt));
    }

    @Test
    void learn_ratingsOfAVariantThatIsGone_teachNothing() {
        rate(ACME, World.LARGE, 0, 40);
        Learner learner = learner(10);
        learner.begin(grounding);

        assertEquals(EXPECTED, corrected(learner, ACME, prompt(Kind.TRANSLATE)));
    }

    @Test
    void begin_onlyTheNewest_asManyAsAreAllowed() {
        rate(ACME, World.MEDIUM, 0, 30);
        rate(OTHER, World.MEDIUM, 0, 30);
        Learner learner = new Learner(log, new LearningLimits(30, 10, 1_000));
        learner.begin(grounding);

        assertFalse(learner.knows(ACME));
        assertEquals(30, learner.ratings());
    }

    @Test
    void drift_ratingsFarBelowWhatIsPredicted_isToldOnce() {
        rate(ACME, World.MEDIUM, 1, 100);
        Learner learner = learner(10);
        assertEquals(List.of(), learner.begin(grounding));
        rate(ACME, World.MEDIUM, 0, 60);

        List<Drift> began = learner.learn();
        assertEquals(List.of(World.MEDIUM), began.stream().map(Drift::variant).toList());
        assertTrue(began.getFirst().meanResidual() < 0, began::toString);
        rate(ACME, World.MEDIUM, 0, 5);
        assertEquals(List.of(), learner.learn());
        assertEquals(1, learner.drifts().size());
    }

    @Test
    void asked_whileLearning_answersAlways() throws InterruptedException {
        rate(ACME, World.MEDIUM, 0, 5);
        Learner learner = learner(10);
        learner.begin(grounding);
        rate(ACME, World.MEDIUM, 0, 300);
        Thread thread = Thread.ofPlatform().start(learner::learn);
        SeenPrompt prompt = prompt(Kind.SUM);
        IntStream.range(0, 200)
                .forEach(_ -> assertTrue(corrected(learner, ACME, prompt).mean() <= 1));
        thread.join();
        assertEquals(305, learner.ratings());
    }

    private record Fixed(SeenPrompt seen) implements Estimates {
        @Override
        public UtilityEstimate utility(Variant variant) {
            return EXPECTED;
        }

        @Override
        public TokenCount completion(Variant variant) {
            return TokenCount.of(9);
        }

        @Override
        public Optional<SeenPrompt> prompt() {
            return Optional.of(seen);
        }
    }
}
