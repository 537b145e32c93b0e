package dev.cortado.router.learn;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.router.estimate.Estimates;

/// What ratings have taught about each organisation's requests. Asked on the request path, so it answers at once.
public interface Learnt {

    /// Nothing, now and later.
    Learnt NOTHING = new Learnt() {
        @Override
        public boolean isLearning() {
            return false;
        }

        @Override
        public boolean knows(OrganisationId organisation) {
            return false;
        }

        @Override
        public Estimates corrected(OrganisationId organisation, Estimates expected) {
            return expected;
        }
    };

    /// Whether a rating of what is decided now could be learnt from, so that what was seen of the prompt is to be kept.
    boolean isLearning();

    /// Whether the organisation rates answers, so that it gains from what is found out.
    boolean knows(OrganisationId organisation);

    /// What the organisation's ratings make of what is expected: the same where it has none, at no cost.
    Estimates corrected(OrganisationId organisation, Estimates expected);
}
