package dev.cortado.bench.simulation.broken;

import dev.cortado.bench.simulation.party.Protocol;
import dev.cortado.inference.verify.AttemptGrant;
import dev.cortado.inference.verify.NodeIdentity;

/// What goes wrong between gateway and node.
final class BrokenAttempts {

    private BrokenAttempts() {}

    /// Every node of a pool takes every token of it, and a gateway tries the next where the first is silent.
    static final class TokenGoodForAWholePool extends Protocol {
        @Override
        public AttemptGrant arrived(AttemptGrant grant, NodeIdentity self) {
            return new AttemptGrant(
                    grant.id(),
                    self,
                    grant.variant(),
                    grant.holds(),
                    grant.prices(),
                    grant.completion(),
                    grant.times(),
                    grant.usage(),
                    grant.token());
        }

        @Override
        public boolean presentsElsewhere() {
            return true;
        }
    }

    /// The attempt that lost a race is taken for one that never ran, and its hold is freed while its
    /// node still meters it.
    static final class StoppedHedgeTakenForUnused extends Protocol {
        @Override
        public boolean takesStoppedForUnused() {
            return true;
        }
    }

    /// A stream that breaks in the middle begins again elsewhere.
    static final class FailoverAfterADeliveredDelta extends Protocol {
        @Override
        public boolean failsOver(boolean deltaDelivered) {
            return true;
        }
    }
}
