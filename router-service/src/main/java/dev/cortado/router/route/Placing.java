package dev.cortado.router.route;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decide.Choice;
import dev.cortado.router.decide.Estimate;
import dev.cortado.router.decide.Option;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.decision.Attempt;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.decision.Decisions;
import dev.cortado.router.decision.Fate;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.hold.BudgetView;
import dev.cortado.router.hold.Hold;
import dev.cortado.router.hold.Holds;
import dev.cortado.router.hold.Taking;
import dev.cortado.router.session.Admission;
import dev.cortado.router.session.AttemptTimes;
import dev.cortado.router.tenant.LimitCounter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Turns an option and what was taken for it into a placed attempt, and keeps it.
final class Placing {

    private Placing() {}

    /// The attempt, or empty if the session leaves it no time.
    static Optional<Placement> place(
            Journey journey,
            Admission.Open open,
            Option option,
            Taking.Taken taken,
            RoutePace pace,
            Function<Instant, ReservationId> newReservation,
            BudgetView budget) {
        return AttemptTimes.from(
                        open.accountingNow(),
                        pace.allowance(open.terms().sessionClass()),
                        open.terms().times())
                .map(times -> new Placement(
                        key(journey, open.accountingNow(), newReservation),
                        open.terms().id(),
                        journey.request().tenant(),
                        option,
                        taken.money(),
                        taken.amounts(),
                        partition(
                                journey.request().tenant().organisation(),
                                open.terms().usagePartitions()),
                        times,
                        journey.request().wishes().completionTotal(),
                        completionSurely(journey.request().wishes(), option, taken),
                        !journey.request().wishes().completionSetByClient(),
                        budget,
                        journey.request().metadata(),
                        journey.request().rerunOf(),
                        profile(journey.request(), option),
                        Optional.ofNullable(journey.hedge())));
    }

    /// Keeps the placed attempt, unless it is a further one and another took its number meanwhile.
    ///
    /// @return whether it is kept
    static boolean keep(
            Journey journey,
            Placement placement,
            Choice.Chosen chosen,
            List<LimitCounter> path,
            Holds holds,
            Decisions decisions,
            Instant now,
            long nanos) {
        Attempt attempt = attempt(placement, path);
        if (journey.earlier() != null && !decisions.placed(attempt)) {
            return false;
        }
        holds.keep(new Hold(
                placement.key(),
                placement.tenant().organisation(),
                placement.session(),
                placement.money(),
                placement.holds(),
                placement.partition(),
                placement.times().publishBy(),
                nanos));
        if (journey.earlier() != null) {
            return true;
        }
        RouteRequest request = journey.request();
        decisions.decided(new Decision(
                placement.key().reservation(),
                request.tenant(),
                now,
                request.wishes().model(),
                request.wishes().utilityMin(),
                request.wishes().costMax(),
                chosen.grounds().policy().name().word(),
                chosen.considered(),
                List.of(attempt),
                request.requestId(),
                request.metadata(),
                chosen.grounds(),
                chosen.prompt()));
        return true;
    }

    /// Where an organisation's usage goes: always the same partition, so that its events keep their order.
    static int partition(OrganisationId organisation, int partitions) {
        return Math.floorMod(organisation.value().hashCode(), partitions);
    }

    private static AttemptKey key(
            Journey journey, Instant accountingNow, Function<Instant, ReservationId> newReservation) {
        Decision earlier = journey.earlier();
        return earlier == null
                ? new AttemptKey(newReservation.apply(accountingNow), 1)
                : new AttemptKey(earlier.id(), earlier.latest().key().attempt() + 1);
    }

    private static Optional<Placement.PlacedProfile> profile(RouteRequest request, Option option) {
        return request.profile()
                .map(profile ->
                        new Placement.PlacedProfile(profile, request.wishes().isCoveredBy(option.variant())));
    }

    private static TokenCount completionSurely(Wishes wishes, Option option, Taking.Taken taken) {
        if (wishes.completionSetByClient()
                || taken.money().equals(option.estimate().holdInFull())) {
            return wishes.completionTotal();
        }
        return Estimate.completionSurely(
                option.prices(), taken.money(), option.estimate().promptAtMost(), wishes.completionTotal());
    }

    private static Attempt attempt(Placement placement, List<LimitCounter> path) {
        Option option = placement.option();
        return new Attempt(
                placement.key(),
                option.variant().id(),
                option.node().pool(),
                option.node().id(),
                option.node().incarnation(),
                Lane.REALTIME,
                placement.money(),
                option.prices(),
                placement.partition(),
                placement.times().publishBy(),
                path,
                new Fate.Open(),
                placement.hedge().orElse(null));
    }
}
