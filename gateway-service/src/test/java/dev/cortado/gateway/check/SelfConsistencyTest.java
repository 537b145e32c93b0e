package dev.cortado.gateway.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.gateway.check.SelfConsistency.Agreement;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelfConsistencyTest {

    private static final Judgement KEPT = new Judgement.Kept();
    private static final Judgement UNDECIDED = new Judgement.Undecided();

    @Test
    void samplesThatSayTheSame_inOtherForm_agree() {
        assertEquals(new Agreement(0, KEPT), SelfConsistency.of(List.of("Paris", " paris.", "**PARIS**!")));
        assertEquals(new Agreement(0, KEPT), SelfConsistency.of(List.of("1,250", "1250", "1250.")));
        assertEquals(new Agreement(0, KEPT), SelfConsistency.of(List.of("New  York", "new york")));
    }

    @Test
    void samplesThatDiffer_break_andTheMostFrequentIsChosen() {
        assertEquals(
                new Agreement(1, new Judgement.Broken("was given alike by 2 of 3 samples")),
                SelfConsistency.of(List.of("Oslo", "Paris", "paris")));
        assertEquals(
                new Agreement(0, new Judgement.Broken("was given alike by 1 of 3 samples")),
                SelfConsistency.of(List.of("Oslo", "Paris", "Rome")));
        assertEquals(
                new Agreement(0, new Judgement.Broken("was given alike by 1 of 2 samples")),
                SelfConsistency.of(List.of("-5", "5")));
        assertEquals(
                new Agreement(0, new Judgement.Broken("was given alike by 1 of 2 samples")),
                SelfConsistency.of(List.of("1.5", "15")));
    }

    @Test
    void longOrEmptyAnswers_areNotJudged() {
        assertEquals(new Agreement(0, UNDECIDED), SelfConsistency.of(List.of("", "")));
        assertEquals(new Agreement(0, UNDECIDED), SelfConsistency.of(List.of("x".repeat(201), "x".repeat(201))));
    }
}
