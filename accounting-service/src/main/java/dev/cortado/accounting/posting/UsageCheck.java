package dev.cortado.accounting.posting;

import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.contracts.unit.NanoUsd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Recomputes what an attempt costs and what each hold is charged, and quarantines what differs from the node's word.
///
/// The tenant pays min(cost, held): what is above goes to the operator. A hold in tokens is charged prompt and
/// completion tokens, a hold in requests one request, each up to what is held.
public final class UsageCheck {

    /// How far a reservation's own time may be from the broker's: longer than any attempt and any retention.
    public static final Duration AGE_MAX = Duration.ofDays(35);

    private static final Duration AHEAD_MAX = Duration.ofHours(1);

    private UsageCheck() {}

    public static PostingRow check(
            LogPosition position, String eventId, Payload payload, Permission permission, Metering metering) {
        Optional<Problem> problem = problem(position, permission, metering);
        if (problem.isPresent()) {
            return new PostingRow.Quarantined(
                    position,
                    eventId,
                    payload,
                    problem.get().fault(),
                    problem.get().detail(),
                    Optional.of(permission),
                    Optional.of(metering.cost()));
        }
        NanoUsd charge = charge(permission, metering);
        return new PostingRow.Usage(
                position,
                eventId,
                payload,
                permission,
                metering,
                position.appendedAt().isAfter(permission.publishBy()),
                charge,
                charged(permission, metering),
                MeterSplit.of(metering.tokens(), permission.prices(), charge));
    }

    private record Problem(Fault fault, String detail) {}

    private static Optional<Problem> problem(LogPosition position, Permission permission, Metering metering) {
        if (permission.usagePartition() != position.partition()) {
            return Optional.of(
                    new Problem(Fault.WRONG_PARTITION, "the token names partition " + permission.usagePartition()));
        }
        Duration age = Duration.between(permission.reservation().time(), position.appendedAt());
        if (age.compareTo(AGE_MAX) > 0 || age.negated().compareTo(AHEAD_MAX) > 0) {
            return Optional.of(new Problem(
                    Fault.TIME_OUT_OF_RANGE,
                    "reserved at " + permission.reservation().time() + ", appended at " + position.appendedAt()));
        }
        NanoUsd cost;
        try {
            cost = permission.prices().cost(metering.tokens());
        } catch (ArithmeticException overflow) {
            return Optional.of(new Problem(Fault.COST_DIFFERS, "the cost does not fit 64 bits"));
        }
        if (!cost.equals(metering.cost())) {
            return Optional.of(new Problem(
                    Fault.COST_DIFFERS,
                    "the event says " + metering.cost().nanos() + " nano-USD, its counts and prices make "
                            + cost.nanos()));
        }
        return chargesProblem(permission, metering);
    }

    private static Optional<Problem> chargesProblem(Permission permission, Metering metering) {
        Map<Hold, Long> byHold = new HashMap<>();
        metering.charges().forEach(charge -> byHold.put(charge.hold(), charge.charged()));
        if (byHold.size() != metering.charges().size()
                || byHold.size() != permission.holds().size()) {
            return Optional.of(new Problem(Fault.CHARGES_DIFFER, "the charges are not one for each hold"));
        }
        for (Hold hold : permission.holds()) {
            Long said = byHold.get(hold);
            if (said == null) {
                return Optional.of(new Problem(
                        Fault.CHARGES_DIFFER,
                        "no charge for the hold on lease " + hold.lease().value()));
            }
            long measured = measured(hold.unit(), metering);
            if (said != measured && said != Math.min(measured, hold.amount())) {
                return Optional.of(new Problem(
                        Fault.CHARGES_DIFFER,
                        "lease " + hold.lease().value() + ": charged " + said + " "
                                + hold.unit().word() + ", measured " + measured + " of " + hold.amount() + " held"));
            }
        }
        return Optional.empty();
    }

    private static NanoUsd charge(Permission permission, Metering metering) {
        NanoUsd charge = metering.cost();
        for (Hold hold : permission.holds()) {
            if (hold.unit() == LimitUnit.NANO_USD) {
                charge = charge.min(NanoUsd.of(hold.amount()));
            }
        }
        return charge;
    }

    private static List<Long> charged(Permission permission, Metering metering) {
        long charge = charge(permission, metering).nanos();
        List<Long> charged = new ArrayList<>();
        for (Hold hold : permission.holds()) {
            charged.add(
                    hold.unit() == LimitUnit.NANO_USD
                            ? charge
                            : Math.min(measured(hold.unit(), metering), hold.amount()));
        }
        return charged;
    }

    private static long measured(LimitUnit unit, Metering metering) {
        return switch (unit) {
            case NANO_USD -> metering.cost().nanos();
            case TOKENS -> metering.tokens().total().count();
            case REQUESTS -> 1;
        };
    }
}
