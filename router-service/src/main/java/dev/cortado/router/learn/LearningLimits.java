package dev.cortado.router.learn;

/// How much is learnt and kept in mind.
///
/// @param ratingsMax the newest ones that are learnt from when it is begun anew
/// @param organisationsMax of which corrections are kept in memory: those that rated last
/// @param wordsMax that are learnt of for each variant of an organisation
public record LearningLimits(int ratingsMax, int organisationsMax, int wordsMax) {

    public LearningLimits {
        if (ratingsMax < 1 || organisationsMax < 1 || wordsMax < 0) {
            throw new IllegalArgumentException("at least one rating, one organisation and no words, not " + ratingsMax
                    + ", " + organisationsMax + " and " + wordsMax);
        }
    }
}
