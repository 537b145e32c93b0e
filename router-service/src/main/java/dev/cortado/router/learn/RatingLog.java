package dev.cortado.router.learn;

import dev.cortado.contracts.unit.OrganisationId;
import java.util.List;

/// All ratings in the order in which they came, the same for every router: whoever has read up to a place will never
/// find another rating before it. Calls block, and fail where the store is away.
public interface RatingLog {

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
    /// @param organisations in the order of the last rating of each
    /// @param ratings how many there were that can be learnt from
    /// @param upTo place of the last rating
    record Raters(List<OrganisationId> organisations, long ratings, long upTo) {
        public Raters {
            organisations = List.copyOf(organisations);
        }
    }

    /// @param ratingsMax how many of the newest ratings are wanted at most
    /// @return the place after which those begin
    long before(int ratingsMax);

    /// @param place after which to look
    Raters ratersAfter(long place);

    /// One organisation's ratings.
    ///
    /// @param place after which to read
    Page after(long place, OrganisationId organisation);
}
