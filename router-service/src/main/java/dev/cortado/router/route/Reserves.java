package dev.cortado.router.route;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.router.decide.Option;
import dev.cortado.router.hold.Holds;
import dev.cortado.router.hold.Taking;
import dev.cortado.router.session.Admission;
import dev.cortado.router.time.Time;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What is held, beside a placed attempt, for a second one by another variant, should the first one's answer fail its
/// check. Nothing is signed for it, so that no node can spend it: it may be given back at any time.
///
/// It ends once: used by the escalation, given back when the gateway says that the request is over, or, should the
/// gateway have died, by the clock.
final class Reserves {

    /// @param offer what the first attempt was placed of
    /// @param open the session that it is held in
    /// @param option the other variant
    record Reserve(Offer offer, Admission.Open open, Option option, Taking.Taken taken) {

        /// Whether an option is of the variant at the price that it was held at.
        boolean isFor(Option other) {
            return other.variant().id().equals(option.variant().id())
                    && other.prices().equals(option.prices());
        }
    }

    private record Kept(Reserve reserve, Time.Alarm alarm) {}

    private final Holds holds;
    private final Time time;
    private final Map<ReservationId, Kept> kept = new ConcurrentHashMap<>();

    Reserves(Holds holds, Time time) {
        this.holds = holds;
        this.time = time;
    }

    /// @param longest after which it is given back whatever was heard
    void keep(ReservationId reservation, Reserve reserve, Duration longest) {
        Time.Alarm alarm = time.after(longest, () -> release(reservation));
        Kept before = kept.put(reservation, new Kept(reserve, alarm));
        if (before != null) {
            before.alarm().cancel();
            giveUp(before.reserve());
        }
    }

    /// Takes it out, to be used or given back by the caller.
    Optional<Reserve> take(ReservationId reservation) {
        Kept taken = kept.remove(reservation);
        if (taken == null) {
            return Optional.empty();
        }
        taken.alarm().cancel();
        return Optional.of(taken.reserve());
    }

    /// The request is over, or goes on without it.
    void release(ReservationId reservation) {
        take(reservation).ifPresent(this::giveUp);
    }

    void giveUp(Reserve reserve) {
        holds.giveUp(
                reserve.open().terms().id(),
                reserve.offer().journey().organisation(),
                reserve.taken().amounts());
    }
}
