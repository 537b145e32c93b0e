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
    private static final Variant SMALL =
            new World().catalogue.variant(World.SMALL).orElseThrow();

    private final RatedWorld world = new RatedWorld(3);
    private final FakeRatingLog log = new FakeRatingLog();
    private final Grounding grounding = new Grounding(
            PromptView.of(world.reference()),
            (_, variant) -> variant.equals(World.LARGE) ? Optional.empty() : Optional.of(EXPECTED));

    private Learner learner(int organisationsMax) {
        return new Learner(log, new LearningLimits(10_000, 2_000, organisationsMax, 1_000));
    }

    private void rate(OrganisationId organisation, VariantId variant, double score, int times) {
        for (int i = 0; i < times; i++) {
            tell(organisation, variant, prompt(Kind.TRANSLATE), new Told.Said(score, Told.Before.NOTHING));
        }
    }

    private void tell(OrganisationId organisation, VariantId variant, SeenPrompt prompt, Told told) {
        log.ratings.add(new RatedAnswer(log.ratings.size() + 1, organisation, variant, prompt, told));
    }

    /// Of one rater and one answer: further each time.
    private void engage(VariantId variant, SeenPrompt prompt, double... weights) {
        Double highest = null;
        for (double weight : weights) {
            tell(ACME, variant, prompt, new Told.Engaged(weight, new Told.Before(null, highest)));
            highest = weight;
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
    void begin_moreOrganisationsThanAreKept_keepsThoseThatRatedFirst_whoeverRatesLater() {
        rate(ACME, World.MEDIUM, 0, 20);
        Learner narrow = learner(1);
        narrow.begin(grounding);
        SeenPrompt prompt = prompt(Kind.TRANSLATE);
        UtilityEstimate before = corrected(narrow, ACME, prompt);
        for (int i = 0; i < 10; i++) {
            rate(new OrganisationId("org-" + i), World.MEDIUM, 1, 30);
        }

        narrow.learn();
        assertEquals(before, corrected(narrow, ACME, prompt));
        Learner late = learner(1);
        late.begin(grounding);
        for (Learner each : List.of(narrow, late)) {
            assertEquals(before, corrected(each, ACME, prompt));
            assertEquals(1, each.organisations());
            assertEquals(10, each.waiting());
            assertFalse(each.knows(new OrganisationId("org-9")));
        }
        assertEquals(40, log.read);
    }

    @Test
    void begin_anewOnceOneOfThoseKeptHasNoRatingsLeft_thePlaceIsTheNextOnes() {
        rate(ACME, World.MEDIUM, 0, 3);
        rate(OTHER, World.MEDIUM, 1, 3);
        Learner narrow = learner(1);
        narrow.begin(grounding);
        assertFalse(narrow.knows(OTHER));
        log.ratings.removeIf(rated -> rated.organisation().equals(ACME));
        narrow.begin(grounding);

        assertTrue(narrow.knows(OTHER));
        assertFalse(narrow.knows(ACME));
        assertEquals(0, narrow.waiting());
    }

    @Test
    void learn_placesAreLeft_whoRatesForTheFirstTimeTakesOne() {
        rate(ACME, World.MEDIUM, 0, 3);
        Learner learner = learner(2);
        learner.begin(grounding);
        rate(OTHER, World.MEDIUM, 0, 30);
        learner.learn();

        assertTrue(learner.knows(OTHER));
        assertEquals(33, learner.ratings());
    }

    @Test
    void learn_oneHasManyMoreThanAPage_theOthersAreReadInTurn() {
        rate(ACME, World.MEDIUM, 0, 40);
        rate(OTHER, World.MEDIUM, 0, 8);
        learner(2).begin(grounding);

        assertEquals(List.of(ACME, OTHER, ACME, OTHER, ACME), log.pages.subList(0, 5));
        assertEquals(48, log.read);
    }

    @Test
    void learn_logAwayBetweenPages_losesNothing_andLearnsNothingTwice() {
        rate(ACME, World.MEDIUM, 0, 9);
        rate(OTHER, World.MEDIUM, 1, 5);
        Learner interrupted = learner(2);
        interrupted.begin(grounding);
        rate(OTHER, World.MEDIUM, 0, 20);
        rate(ACME, World.MEDIUM, 0, 1);
        log.timesAway = 1;

        assertThrows(StoreAway.class, interrupted::learn);
        assertEquals(List.of(), interrupted.learn());

        Learner wide = learner(2);
        wide.begin(grounding);
        SeenPrompt prompt = prompt(Kind.TRANSLATE);
        for (OrganisationId each : List.of(ACME, OTHER)) {
            assertEquals(corrected(wide, each, prompt), corrected(interrupted, each, prompt));
        }
        assertEquals(35, interrupted.ratings());
    }

    @Test
    void learn_ratingsOfAVariantThatIsGone_teachNothing() {
        rate(ACME, World.LARGE, 0, 40);
        Learner learner = learner(10);
        learner.begin(grounding);

        assertEquals(EXPECTED, corrected(learner, ACME, prompt(Kind.TRANSLATE)));
    }

    @Test
    void begin_oneFloodsTheLog_anothersRatingsAllCount() {
        rate(ACME, World.MEDIUM, 0, 40);
        rate(OTHER, World.MEDIUM, 1, 300);
        SeenPrompt prompt = prompt(Kind.TRANSLATE);
        Learner wide = learner(10);
        wide.begin(grounding);
        Learner bounded = new Learner(log, new LearningLimits(90, 100, 10, 1_000));
        bounded.begin(grounding);

        assertEquals(corrected(wide, ACME, prompt), corrected(bounded, ACME, prompt));
        assertEquals(90, bounded.ratings());
    }

    @Test
    void begin_oneHasMoreThanItMayBring_itsNewestCount() {
        rate(ACME, World.MEDIUM, 0, 300);
        rate(ACME, World.MEDIUM, 1, 30);
        Learner learner = new Learner(log, new LearningLimits(10_000, 30, 10, 1_000));
        learner.begin(grounding);

        assertEquals(30, learner.ratings());
        assertTrue(corrected(learner, ACME, prompt(Kind.TRANSLATE)).mean() >= .8);
    }

    @Test
    void engagement_alikeEverywhere_teachesNothing_andSoundsNoAlarm() {
        for (int i = 0; i < 400; i++) {
            engage(i % 2 == 0 ? World.MEDIUM : World.SMALL, prompt(Kind.TRANSLATE), .3);
        }
        Learner learner = learner(10);

        assertEquals(List.of(), learner.begin(grounding));
        assertEquals(
                EXPECTED.mean(),
                corrected(learner, ACME, prompt(Kind.TRANSLATE)).mean(),
                1e-9);
    }

    @Test
    void engagement_repliedToWhereOthersAreOnlyOpened_raisesTheOneAndLowersTheOther() {
        for (int i = 0; i < 500; i++) {
            engage(World.MEDIUM, prompt(Kind.TRANSLATE), .3, 1);
            engage(World.SMALL, prompt(Kind.TRANSLATE), .3);
        }
        Learner learner = learner(10);
        learner.begin(grounding);

        Estimates after = learner.corrected(ACME, new Fixed(prompt(Kind.TRANSLATE)));
        assertTrue(after.utility(MEDIUM).correction() > .02, () -> "" + after.utility(MEDIUM));
        assertTrue(after.utility(SMALL).correction() < -.02, () -> "" + after.utility(SMALL));
    }

    @Test
    void engagement_openedAndClickedAndRepliedTo_countsOnce() {
        Learner byAll = taught(.3, .7, 1);
        Learner byTheHighest = taught(1);

        SeenPrompt prompt = prompt(Kind.TRANSLATE);
        double once = corrected(byTheHighest, ACME, prompt).correction();
        assertTrue(once > .03, () -> "" + once);
        assertEquals(once, corrected(byAll, ACME, prompt).correction(), .01);
    }

    /// An organisation whose answers by the medium variant are engaged so far, and by the small one only opened.
    private Learner taught(double... weights) {
        log.ratings.clear();
        RatedWorld asked = new RatedWorld(5);
        for (int i = 0; i < 150; i++) {
            engage(World.SMALL, new SeenPrompt("", asked.ask(Kind.TRANSLATE).prompt()), .3);
            engage(World.MEDIUM, new SeenPrompt("", asked.ask(Kind.TRANSLATE).prompt()), weights);
        }
        Learner learner = learner(10);
        learner.begin(grounding);
        return learner;
    }

    @Test
    void score_afterEngagement_countsAsIfItWereAlone() {
        RatedWorld asked = new RatedWorld(6);
        for (int i = 0; i < 100; i++) {
            SeenPrompt prompt = new SeenPrompt("", asked.ask(Kind.TRANSLATE).prompt());
            engage(World.MEDIUM, prompt, .3, 1);
            tell(ACME, World.MEDIUM, prompt, new Told.Said(0, new Told.Before(null, 1.0)));
            tell(OTHER, World.MEDIUM, prompt, new Told.Said(0, Told.Before.NOTHING));
        }
        Learner learner = learner(10);
        learner.begin(grounding);

        SeenPrompt prompt = prompt(Kind.TRANSLATE);
        double alone = corrected(learner, OTHER, prompt).correction();
        assertTrue(alone < -.2, () -> "" + alone);
        assertEquals(alone, corrected(learner, ACME, prompt).correction(), .02);
    }

    @Test
    void engagement_readInPartsOrAtOnce_isTheSame() {
        Learner early = learner(10);
        early.begin(grounding);
        for (int i = 0; i < 30; i++) {
            SeenPrompt prompt = prompt(Kind.TRANSLATE);
            engage(World.MEDIUM, prompt, .3, .7);
            engage(World.SMALL, prompt(Kind.SUM), .3);
            early.learn();
            tell(ACME, World.MEDIUM, prompt, new Told.Said(i % 2, new Told.Before(null, .7)));
            early.learn();
        }
        Learner late = learner(10);
        late.begin(grounding);

        SeenPrompt prompt = prompt(Kind.TRANSLATE);
        assertEquals(corrected(late, ACME, prompt), corrected(early, ACME, prompt));
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
