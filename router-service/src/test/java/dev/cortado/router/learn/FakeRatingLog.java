package dev.cortado.router.learn;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.router.decision.StoreAway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// Ratings in memory, read a few at a time.
final class FakeRatingLog implements RatingLog {

    private static final int PAGE = 7;

    final List<RatedAnswer> ratings = new ArrayList<>();

    /// How often an organisation's own are not to be had.
    int timesAway;

    /// Ratings that were read.
    int read;

    @Override
    public long before(int ratingsMax) {
        return Math.max(0, ratings.size() - ratingsMax);
    }

    @Override
    public Raters ratersAfter(long place) {
        List<RatedAnswer> since =
                ratings.stream().filter(rated -> rated.arrival() > place).toList();
        SequencedSet<OrganisationId> organisations = new LinkedHashSet<>();
        since.forEach(rated -> organisations.addLast(rated.organisation()));
        return new Raters(
                List.copyOf(organisations),
                since.size(),
                since.isEmpty() ? place : since.getLast().arrival());
    }

    @Override
    public Page after(long place, OrganisationId organisation) {
        if (timesAway > 0) {
            timesAway--;
            throw new StoreAway(new IOException("away"));
        }
        List<RatedAnswer> answers = ratings.stream()
                .filter(rated -> rated.arrival() > place)
                .filter(rated -> rated.organisation().equals(organisation))
                .limit(PAGE)
                .toList();
        read += answers.size();
        return new Page(answers, answers.isEmpty() ? place : answers.getLast().arrival(), answers.size() < PAGE);
    }
}
