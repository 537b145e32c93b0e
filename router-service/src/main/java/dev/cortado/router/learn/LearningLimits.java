package dev.cortado.router.learn;

import java.util.List;

/// How much is learnt and kept in mind.
///
/// @param ratingsMax of all organisations that are learnt from when it is begun anew
/// @param organisationRatingsMax of these of one organisation: its newest
/// @param organisationsMax of which corrections are kept in memory: those whose ratings began first
/// @param wordsMax that are learnt of for each variant of an organisation
public record LearningLimits(int ratingsMax, int organisationRatingsMax, int organisationsMax, int wordsMax) {

    public LearningLimits {
        if (ratingsMax < 1 || organisationRatingsMax < 1 || organisationsMax < 1 || wordsMax < 0) {
            throw new IllegalArgumentException(
                    "at least one rating, one of an organisation, one organisation and no words, not " + ratingsMax
                            + ", " + organisationRatingsMax + ", " + organisationsMax + " and " + wordsMax);
        }
    }

    /// How many ratings each organisation may bring, so that all together bring no more than they may: what
    /// one leaves of its equal part is the others' (max-min fairness: Bertsekas and Gallager, Data Networks,
    /// 1992, section 6.5). So whoever has no more than that part brings all, however many the others have.
    ///
    /// @param counts ratings that each organisation has
    /// @return the same for all, at least 1
    int ratingsOfEach(List<Integer> counts) {
        List<Integer> sorted = counts.stream().sorted().toList();
        int left = ratingsMax;
        for (int i = 0; i < sorted.size(); i++) {
            int part = left / (sorted.size() - i);
            int count = Math.min(sorted.get(i), organisationRatingsMax);
            if (count > part) {
                return Math.max(1, part);
            }
            left -= count;
        }
        return organisationRatingsMax;
    }
}
