package dev.cortado.router.decide;

import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.estimate.UtilityEstimate;
import java.util.List;

/// The utility that a candidate must reach to be taken. What a request demands must be reached by the lower bound of
/// what is expected, so that it holds although estimates err; the default of `auto` is a preference, and judged by
/// means.
///
/// @param utility 0..1
public record Floor(double utility, Source source) {

    /// Who set it.
    public enum Source {
        /// Nobody: every candidate will do.
        NONE,
        /// The request.
        REQUEST,
        /// The configured default of `auto`.
        DEFAULT,
        /// The configured default, lowered to the best that can answer while what reaches it cannot.
        BEST_UP
    }

    static final Floor NONE = new Floor(0, Source.NONE);

    /// Whether nobody demands it: what lies below may still answer where nothing else can.
    public boolean isPreference() {
        return source == Source.DEFAULT || source == Source.BEST_UP;
    }

    boolean isReachedBy(UtilityEstimate expected) {
        return judged(expected) >= utility;
    }

    /// What of a candidate's utility is held against the floor.
    double judged(UtilityEstimate expected) {
        return source == Source.REQUEST ? expected.low() : expected.mean();
    }

    /// The request's own; else that of `auto`, which is a preference. It gives way to a budget that runs short;
    /// to the best that can answer now, while what would reach it is down, full or lacks what is asked for; and
    /// altogether where nothing reaches it for this prompt: then its highest utility is no better a reason to pay
    /// than any other.
    ///
    /// @param moneyIsShort the budget's shadow price is above what utility is otherwise worth
    static Floor of(
            Wishes wishes, List<Contender> contenders, double byDefault, boolean moneyIsShort, Policy.Name policy) {
        Double named = wishes.utilityMin();
        if (named != null) {
            return new Floor(named, Source.REQUEST);
        }
        return wishes.model().equals(Catalogue.AUTO) ? preferred(contenders, byDefault, moneyIsShort, policy) : NONE;
    }

    /// That of `auto`. Where all that reaches it costs more than the request allows, the request is told so; but
    /// who asks for the best below a cost is given that.
    static Floor preferred(List<Contender> contenders, double byDefault, boolean moneyIsShort, Policy.Name policy) {
        if (moneyIsShort) {
            return NONE;
        }
        double bestUp = -1;
        double best = -1;
        for (Contender candidate : contenders) {
            best = Math.max(best, candidate.utility());
            bestUp = candidate.canAnswer(policy != Policy.Name.BEST_WITHIN_COST)
                    ? Math.max(bestUp, candidate.utility())
                    : bestUp;
        }
        if (best < byDefault) {
            return NONE;
        }
        return bestUp < 0 || bestUp >= byDefault
                ? new Floor(byDefault, Source.DEFAULT)
                : new Floor(bestUp, Source.BEST_UP);
    }
}
