package dev.cortado.router.learn;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.router.decision.StoreAway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Ratings in memory, read a few at a time.
final class FakeRatingLog implements RatingLog {

    private static final int PAGE = 7;

    final List<RatedAnswer> ratings = new ArrayList<>();

    /// How often an organisation's own are not to be had.
    int timesAway;

    @Override
    public long before(int ratingsMax) {
        return Math.max(0, ratings.size() - ratingsMax);
    }

    @Override
    public Page after(long place) {
        return page(place, _ -> true);
    }

    @Override
    public Page after(long place, OrganisationId organisation) {
        if (timesAway > 0) {
            timesAway--;
            throw new StoreAway(new IOException("away"));
        }
        return page(place, rated -> rated.organisation().equals(organisation));
    }

    private Page page(long place, Predicate<RatedAnswer> which) {
        List<RatedAnswer> answers = ratings.stream()
                .filter(rated -> rated.arrival() > place)
                .filter(which)
                .limit(PAGE)
                .toList();
        return new Page(answers, answers.isEmpty() ? place : answers.getLast().arrival(), answers.size() < PAGE);
    }
}
