package dev.cortado.router.learn;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.router.decision.StoreAway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Ratings in memory, read a few at a time.
final class FakeRatingLog implements RatingLog {

    private static final int PAGE = 7;

    final List<RatedAnswer> ratings = new ArrayList<>();

    /// How often an organisation's own are not to be had.
    int timesAway;

    /// Whose ratings were read, page by page.
    final List<OrganisationId> pages = new ArrayList<>();

    /// Ratings that were read.
    int read;

    @Override
    public Raters raters() {
        return ratersAfter(0);
    }

    @Override
    public Raters ratersAfter(long place) {
        return new Raters(
                ratings.stream()
                        .filter(rated -> rated.arrival() > place)
                        .map(RatedAnswer::organisation)
                        .distinct()
                        .toList(),
                ratings.isEmpty() ? place : ratings.getLast().arrival());
    }

    @Override
    public int count(OrganisationId organisation, int atMost) {
        return (int) of(organisation).limit(atMost).count();
    }

    @Override
    public long before(OrganisationId organisation, int newest) {
        List<RatedAnswer> own = of(organisation).toList();
        return own.size() > newest ? own.get(own.size() - newest - 1).arrival() : 0;
    }

    @Override
    public Page after(Stretch stretch, OrganisationId organisation) {
        if (timesAway > 0) {
            timesAway--;
            throw new StoreAway(new IOException("away"));
        }
        List<RatedAnswer> answers = of(organisation)
                .filter(rated -> rated.arrival() > stretch.upTo())
                .limit(PAGE)
                .toList();
        pages.add(organisation);
        read += answers.size();
        return new Page(
                answers, answers.isEmpty() ? stretch.upTo() : answers.getLast().arrival(), answers.size() < PAGE);
    }

    private Stream<RatedAnswer> of(OrganisationId organisation) {
        return ratings.stream().filter(rated -> rated.organisation().equals(organisation));
    }
}
