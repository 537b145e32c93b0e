package dev.cortado.router.learn;

/// How far what one organisation's raters tell lies from what was to be expected. Scores and engagement are held
/// against different things:
///
/// ```
/// said       score − û
/// engaged    weight − m        m: mean weight of the organisation's answers, this one among them
/// ```
///
/// A score is meant as a utility. Engagement is not: of a good answer that needs none little is told, and how much is
/// lies more with what an organisation has its users do than with the answer. (Against û, an answer that was opened,
/// weight .3, would speak against a variant of which .8 is expected, as would each one more that readers open.) What it
/// does tell is how a variant's answers do beside the organisation's others. So the first engagement teaches nothing,
/// nor does any while all are alike; a variant whose answers are replied to rises where others' are only opened; and
/// one that is engaged like the others stays. Answers that nobody engaged with are never told, and so are in no mean.
///
/// Of an answer and a rater one residual counts ([Told]). Where they tell more of it, what is observed is
/// the difference of the residuals; m counts the answer once by its highest weight, and after a score goes
/// on without it. Both are taken from m as it is by then, so that nothing need be kept of single answers:
/// where the first engagements of an organisation come, m had been another one.
///
/// Not safe for threads.
final class Residuals {

    /// Of engagement that counts.
    private double weights;

    private long answers;

    /// @param utility as predicted of the answer, û
    Observation of(Told told, double utility) {
        return switch (told) {
            case Told.Said said -> said(said, utility);
            case Told.Engaged engaged -> engaged(engaged);
        };
    }

    private Observation said(Told.Said said, double utility) {
        Double score = said.before().score();
        if (score != null) {
            return new Observation.Revised((said.score() - score) / 2);
        }
        Double engagement = said.before().engagement();
        if (engagement == null || answers == 0) {
            return new Observation.Fresh(said.score() - utility);
        }
        double counted = engagement - mean();
        answers--;
        weights = answers == 0 ? 0 : weights - engagement;
        return new Observation.Revised(said.score() - utility - counted);
    }

    private Observation engaged(Told.Engaged engaged) {
        if (engaged.before().score() != null) {
            return new Observation.Nothing();
        }
        Double highest = engaged.before().engagement();
        if (highest == null || answers == 0) {
            weights += engaged.weight();
            answers++;
            return new Observation.Fresh(engaged.weight() - mean());
        }
        double more = engaged.weight() - highest;
        if (more <= 0) {
            return new Observation.Nothing();
        }
        weights += more;
        return new Observation.Raised(more - more / answers);
    }

    private double mean() {
        return weights / answers;
    }
}
