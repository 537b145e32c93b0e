package dev.cortado.router.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LearningLimitsTest {

    private static int ofEach(int ratingsMax, int organisationRatingsMax, List<Integer> counts) {
        return new LearningLimits(ratingsMax, organisationRatingsMax, 10, 0).ratingsOfEach(counts);
    }

    @Test
    void ratingsOfEach_roomForAll_isWhatOneMayBring() {
        assertEquals(20, ofEach(100, 20, List.of(5, 9_000, 20)));
        assertEquals(20, ofEach(100, 20, List.of()));
        assertEquals(20, ofEach(60, 20, List.of(20, 20, 20)));
    }

    @Test
    void ratingsOfEach_tooManyTogether_arePartedEqually_andWhatOneLeavesIsTheOthers() {
        assertEquals(25, ofEach(100, 1_000, List.of(30, 30, 30, 30)));
        assertEquals(45, ofEach(100, 1_000, List.of(500, 10, 900)));
        assertEquals(50, ofEach(100, 1_000, List.of(100_000, 50)));
    }

    @Test
    void ratingsOfEach_moreOrganisationsThanRatings_isOne() {
        assertEquals(1, ofEach(3, 1_000, List.of(9, 9, 9, 9, 9)));
    }
}
