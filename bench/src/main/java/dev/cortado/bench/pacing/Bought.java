package dev.cortado.bench.pacing;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.frontier.Offer;
import dev.cortado.router.pacing.Horizon;
import dev.cortado.router.pacing.Pacer;
import dev.cortado.router.pacing.PacingTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/// What a stream bought with its money.
///
/// @param utility predicted, of all answers; a refused request's is 0
/// @param refused requests that got nothing
record Bought(double utility, NanoUsd spent, int refused) {

    /// What a run knows of the end.
    enum Known {
        /// How many requests are to come.
        COUNT,
        /// When the window ends.
        END
    }

    static Bought paced(Stream stream, NanoUsd budget, Known known, PacingTerms terms) {
        Pacer pacer = new Pacer(terms);
        Purse purse = new Purse(budget);
        int count = stream.requests().size();
        for (int i = 0; i < count; i++) {
            Instant now = stream.arrivals().get(i);
            Horizon horizon = known == Known.COUNT
                    ? new Horizon.Requests(count - i)
                    : new Horizon.Remaining(Duration.between(now, Stream.BEGIN.plus(Stream.WINDOW)));
            Priced priced = stream.requests().get(i);
            pacer.requested(now, priced.stair());
            double price = pacer.price(now, purse.left, horizon);
            purse.buy(purse.affordable(priced, price));
        }
        return purse.bought(budget);
    }

    /// The control: always the most useful that the money allows.
    static Bought unpaced(Stream stream, NanoUsd budget) {
        Purse purse = new Purse(budget);
        stream.requests().forEach(priced -> purse.buy(purse.affordable(priced, 0)));
        return purse.bought(budget);
    }

    private static final class Purse {

        private NanoUsd left;
        private double utility;
        private int refused;

        Purse(NanoUsd budget) {
            left = budget;
        }

        /// Of what can be paid, the offer of the greatest `û − λ·ĉ`; nothing can always be paid.
        Offer affordable(Priced priced, double price) {
            return priced.stair().stream()
                    .filter(offer -> Priced.cost(offer).compareTo(left) <= 0)
                    .max(Comparator.comparingDouble(offer -> offer.utility() - price * offer.cost()))
                    .orElseThrow();
        }

        void buy(Offer offer) {
            left = left.minus(Priced.cost(offer));
            utility += offer.utility();
            refused += offer.cost() == 0 ? 1 : 0;
        }

        Bought bought(NanoUsd budget) {
            return new Bought(utility, budget.minus(left), refused);
        }
    }
}
