package dev.cortado.gateway.trial;

/// What the log says of another policy, or why it says nothing.
public sealed interface PolicyJudgement {

    /// @param ratings rated decisions that it rests on
    /// @param alike of those, how many both policies decide alike
    /// @param utilityGain of the other policy over that in force
    /// @param costIncreaseUsd the same of what is charged
    record Estimated(
            long ratings,
            long alike,
            LeftOut leftOut,
            Worth inForce,
            Worth other,
            Interval utilityGain,
            Interval costIncreaseUsd)
            implements PolicyJudgement {}

    /// Too few rated decisions can tell anything.
    record TooFewRatings(long ratings, long needed, LeftOut leftOut) implements PolicyJudgement {}

    /// Chance took what the other policy would take too seldom.
    ///
    /// @param effective how many choices of equal weight would say as much
    record TooFewAlike(long ratings, double effective, long needed, LeftOut leftOut) implements PolicyJudgement {}

    /// A mean, and the interval that holds the true one in 95 of 100 logs.
    record Interval(double value, double low, double high) {}

    /// One quantity, estimated in two ways.
    record Both(Interval inversePropensity, Interval doublyRobust) {}

    /// Of a request, on average.
    ///
    /// @param utility as ratings have it
    /// @param costUsd charged
    /// @param effective how many choices of equal weight would say as much
    /// @param weightMax of one choice
    record Worth(Both utility, Both costUsd, double effective, double weightMax) {}

    /// Rated decisions that tell nothing.
    ///
    /// @param certain chance had no part in the choice
    /// @param outOfReach chance could not have taken what the other policy would take
    /// @param untold too little of them was stored
    record LeftOut(long certain, long outOfReach, long untold) {

        /// Of those there are.
        public String words() {
            StringBuilder words = new StringBuilder();
            add(words, certain, "in which chance had no part");
            add(words, outOfReach, "in which chance could not have taken what the policy would take");
            add(words, untold, "of which too little was stored");
            return words.isEmpty() ? "none" : words.toString();
        }

        private static void add(StringBuilder words, long count, String what) {
            if (count > 0) {
                words.append(words.isEmpty() ? "" : ", ")
                        .append(count)
                        .append(' ')
                        .append(what);
            }
        }
    }
}
