package dev.cortado.router.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.cortado.router.learn.Told.Before;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResidualsTest {

    private static final double NEARLY = 1e-12;

    private final Residuals residuals = new Residuals();

    private Observation engaged(double weight, @Nullable Double highest) {
        return residuals.of(new Told.Engaged(weight, new Before(null, highest)), .7);
    }

    private Observation said(double score, Before before) {
        return residuals.of(new Told.Said(score, before), .7);
    }

    private static void assertFresh(double residual, Observation observed) {
        assertEquals(
                residual, assertInstanceOf(Observation.Fresh.class, observed).residual(), NEARLY);
    }

    private static void assertRaised(double by, Observation observed) {
        assertEquals(by, assertInstanceOf(Observation.Raised.class, observed).by(), NEARLY);
    }

    private static void assertRevised(double by, Observation observed) {
        assertEquals(by, assertInstanceOf(Observation.Revised.class, observed).by(), NEARLY);
    }

    @Test
    void said_isHeldAgainstWhatWasPredicted() {
        assertFresh(-.5, said(.2, Before.NOTHING));
    }

    @Test
    void engaged_whileAllAreAlike_saysNothing() {
        for (int i = 0; i < 5; i++) {
            assertFresh(0, engaged(.3, null));
        }
    }

    @Test
    void engaged_isHeldAgainstTheMeanOfTheOrganisation_thisOneAmongThem() {
        engaged(.3, null);
        assertFresh(.35, engaged(1, null));
        assertFresh(.3 - 1.6 / 3, engaged(.3, null));
    }

    @Test
    void engaged_furtherThanBefore_countsByTheDifference_andOnceInTheMean() {
        engaged(.3, null);
        engaged(.3, null);
        // From .3 - .3 to 1 - .65.
        assertRaised(.35, engaged(1, .3));
        assertFresh(.35 / 3 * 2, engaged(1, null));
    }

    @Test
    void engaged_theOnlyAnswerFurtherThanBefore_saysNothing() {
        engaged(.3, null);
        assertRaised(0, engaged(1, .3));
    }

    @Test
    void engaged_noFurtherThanBefore_saysNothing() {
        engaged(.7, null);
        assertInstanceOf(Observation.Nothing.class, engaged(.3, .7));
        assertInstanceOf(Observation.Nothing.class, engaged(.7, .7));
        assertFresh(0, engaged(.7, null));
    }

    @Test
    void engaged_afterAScore_saysNothing_andIsInNoMean() {
        engaged(.3, null);
        assertInstanceOf(Observation.Nothing.class, residuals.of(new Told.Engaged(1, new Before(0.0, null)), .7));
        assertFresh(0, engaged(.3, null));
    }

    @Test
    void said_afterEngagement_takesItsPlace_inTheMeanToo() {
        engaged(.3, null);
        engaged(1, null);
        // The engagement counted 1 - .65; the score counts 0 - .7.
        assertRevised(-.7 - .35, said(0, new Before(null, 1.0)));
        assertFresh(0, engaged(.3, null));
    }

    @Test
    void said_afterTheOnlyEngagement_leavesNoMean() {
        engaged(.3, null);
        assertRevised(.3, said(1, new Before(null, .3)));
        assertFresh(0, engaged(1, null));
    }

    @Test
    void said_scoreAndThumb_countAsTheirMean() {
        said(.2, Before.NOTHING);
        assertRevised(.4, said(1, new Before(.2, null)));
    }
}
