package dev.cortado.router.route;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.decide.Cascade;
import dev.cortado.router.decide.Choice;
import dev.cortado.router.decide.Option;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.hold.BudgetView;
import dev.cortado.router.hold.Rung;
import java.time.Duration;
import java.util.Optional;

/// Answering small first and escalating when a check says so: which requests may, and to what.
final class Escalation {

    private static final String STREAM = "stream";

    private Escalation() {}

    /// Whether the answer is checked and another variant may follow: the request or its profile asks for a check, the
    /// answer is held back until it is whole and is one text, and the client left the choice of the variant to us.
    static boolean isPossible(RouteRequest request) {
        Wishes wishes = request.wishes();
        return request.isChecked()
                && wishes.model().equals(Catalogue.AUTO)
                && request.isOneText()
                && wishes.toolCount() == 0
                && !wishes.capabilities().contains(STREAM);
    }

    /// With a smaller variant first where that is expected to save more than it loses. It reaches the wishes by itself
    /// too: nothing is owed where the second attempt finds no room after all.
    static Choice.Chosen smallFirst(RouteRequest request, Choice.Chosen chosen, BudgetView budget) {
        return isPossible(request)
                ? Cascade.smallFirst(
                        chosen, request.checkPower(), (first, then) -> hasRoom(first, then, request.wishes(), budget))
                : chosen;
    }

    /// Whether money and time allow both, the second whole.
    private static boolean hasRoom(Option first, Option then, Wishes wishes, BudgetView budget) {
        NanoUsd held = first.estimate().hold().want();
        return isInTime(first, then, wishes)
                && rung(then, held, wishes)
                        .map(Rung::want)
                        .filter(want -> want.compareTo(then.estimate().costSufficient()) >= 0)
                        .filter(want -> budget.covers(held.plus(want)))
                        .isPresent();
    }

    /// Whether both, one after the other, are likely to end in time.
    static boolean isInTime(Option first, Option then, Wishes wishes) {
        Duration latest = wishes.latencyMax();
        Duration both = first.estimate().latency().plus(then.estimate().latency());
        return latest == null || both.compareTo(latest) <= 0;
    }

    /// The best that is left once this variant failed: of another variant, and also one that meets every wish.
    static Optional<Option> next(Choice.Chosen chosen, Option first) {
        return chosen.options().stream()
                .limit(chosen.sufficient())
                .filter(option -> !option.variant().id().equals(first.variant().id()))
                .findFirst();
    }

    /// What to hold for it, so that both attempts together stay below the request's highest cost; empty where that
    /// leaves too little to be of use.
    ///
    /// @param first what is held for the first attempt
    static Optional<Rung> rung(Option next, NanoUsd first, Wishes wishes) {
        Rung rung = next.estimate().hold();
        NanoUsd highest = wishes.costMax();
        if (highest == null) {
            return Optional.of(rung);
        }
        NanoUsd left = NanoUsd.of(Math.max(0, highest.nanos() - first.nanos()));
        return rung.minimum().compareTo(left) > 0
                ? Optional.empty()
                : Optional.of(new Rung(rung.want().min(left), rung.minimum(), rung.tokens()));
    }
}
