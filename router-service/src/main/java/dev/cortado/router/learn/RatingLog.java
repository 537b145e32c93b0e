package dev.cortado.router.learn;

import dev.cortado.contracts.unit.OrganisationId;
import java.util.List;

/// All ratings in the order in which they came, the same for every router: whoever has read up to a place will never
/// find another rating before it. Calls block, and fail where the store is away.
public interface RatingLog {

    /// A part of the log.
    ///
    /// @param begin place after which it begins: ratings up to there are as if they were not
    /// @param settled place up to which a rating counts only if it still did there; after it every one is read
    /// @param upTo place up to which it was read
    record Stretch(long begin, long settled, long upTo) {

        /// Of which nothing is read yet.
        static Stretch after(long begin, long settled) {
            return new Stretch(begin, settled, begin);
        }

        Stretch upTo(long place) {
            return new Stretch(begin, settled, place);
        }
    }

    /// Ratings that follow each other.
    ///
    /// @param answers those that can be learnt from
    /// @param upTo place of the last rating that was looked at
    /// @param isLast whether there were no more at that moment
    record Page(List<RatedAnswer> answers, long upTo, boolean isLast) {
        public Page {
            answers = List.copyOf(answers);
        }
    }

    /// Who rated.
    ///
    /// @param organisations in the order of the first rating of each
    /// @param upTo place of the last rating of all
    record Raters(List<OrganisationId> organisations, long upTo) {
        public Raters {
            organisations = List.copyOf(organisations);
        }
    }

    /// All whose ratings there are. Takes as long as there are organisations, not ratings.
    Raters raters();

    /// Those that rated since; takes as long as there are such ratings.
    ///
    /// @param place after which to look
    Raters ratersAfter(long place);

    /// How many ratings an organisation has.
    ///
    /// @param atMost where to stop counting
    int count(OrganisationId organisation, int atMost);

    /// @param newest how many of an organisation's ratings are wanted
    /// @return the place after which those begin; 0 where there are no more
    long before(OrganisationId organisation, int newest);

    /// One organisation's ratings that follow on what was read. Up to where the stretch is settled only those of which
    /// the same rater had told nothing more of the same answer by then, as if they had told nothing before.
    Page after(Stretch read, OrganisationId organisation);
}
