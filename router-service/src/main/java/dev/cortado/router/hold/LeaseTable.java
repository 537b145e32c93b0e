package dev.cortado.router.hold;

import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.router.accounting.LeaseAnswer;
import dev.cortado.router.accounting.LeaseMessage;
import dev.cortado.router.tenant.LimitCounter;
import dev.cortado.router.tenant.PathAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The leases of one organisation in one session, and the totals to tell accounting. Guarded by its [LeaseBook].
final class LeaseTable {

    /// How long a lease whose window is over is remembered. A slow answer may set this router's idea of accounting's
    /// time back before the window's end: begun anew, the lease would seem to have room that is spent.
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Map<CounterId, Lease> byCounter = new HashMap<>();
    private final Map<LeaseId, Lease> byId = new HashMap<>();
    /// Leases that have room, or that are likely to need some; what was recalled comes first.
    private final LinkedHashSet<Lease> lively = new LinkedHashSet<>();
    /// Leases that were in a refused message: each is told alone next time, so that one bad counter spoils only itself.
    private final LinkedHashSet<Lease> suspects = new LinkedHashSet<>();
    /// Leases whose totals accounting was told but did not act on: they are told again, also where nothing is free.
    private final Set<Lease> owed = new LinkedHashSet<>();

    private Slack slack;

    LeaseTable(Slack slack) {
        this.slack = slack;
    }

    /// From now on nothing is kept idle.
    void keepNothing() {
        slack = Slack.NONE;
    }

    boolean isExact() {
        return slack.isNone();
    }

    List<Waiting.Claim> claims(PathAnswer.Limits path) {
        List<Waiting.Claim> claims = new ArrayList<>(path.counters().size());
        for (LimitCounter counter : path.counters()) {
            Lease lease = lease(counter);
            lease.seen(counter);
            if (!path.next().isEmpty()) {
                lease.successor = path.successorOf(counter).orElse(lease.successor);
            }
            suspects.remove(lease);
            claims.add(new Waiting.Claim(lease, counter.hard()));
        }
        return claims;
    }

    @Nullable
    Lease known(CounterId counter) {
        return byCounter.get(counter);
    }

    /// A hold was taken of these leases.
    ///
    /// @return whether one of them should be renewed before it runs out
    boolean taken(List<Waiting.Claim> claims, long nanos, Instant accountingNow) {
        if (slack.isNone()) {
            return false;
        }
        boolean renew = false;
        for (Waiting.Claim claim : claims) {
            lively.add(claim.lease());
            renew |= isToRenew(claim.lease(), nanos, accountingNow);
        }
        return renew;
    }

    /// @return whether the lease has more room now than it should keep
    boolean settle(HeldAmount held, long charged, long nanos, Instant accountingNow) {
        Lease lease = byId.get(held.lease());
        if (lease == null) {
            return false;
        }
        lease.settle(held.amount(), charged);
        noteRoom(lease);
        return isToShrink(lease, nanos, accountingNow);
    }

    /// @return those of these leases that are known
    List<Lease> recall(Collection<LeaseId> ids, long nanos) {
        List<Lease> known = new ArrayList<>(ids.size());
        for (LeaseId id : ids) {
            Lease lease = byId.get(id);
            if (lease != null) {
                lease.recalled = true;
                lease.keepNothingUntil(nanos + slack.recallPause().toNanos());
                suspects.remove(lease);
                lively.addFirst(lease);
                known.add(lease);
            }
        }
        return known;
    }

    /// Whether there is something to say though nobody waits: room to return, or to renew ahead of need.
    boolean hasToTell(long nanos, Instant accountingNow) {
        return !suspects.isEmpty()
                || !owed.isEmpty()
                || lively.stream()
                        .anyMatch(lease -> lease.recalled
                                || isToShrink(lease, nanos, accountingNow)
                                || isToRenew(lease, nanos, accountingNow)
                                || isToLeaseAhead(lease, nanos, accountingNow));
    }

    /// Whether some lease has room, or is to have it, so that it must be looked at again.
    boolean isLively(long nanos, Instant accountingNow) {
        lively.removeIf(
                lease -> lease.room() == 0 && !lease.recalled && lease.target(0, slack, nanos, accountingNow) == 0);
        return !lively.isEmpty();
    }

    boolean anyRecalled() {
        return lively.stream().anyMatch(lease -> lease.recalled);
    }

    boolean hasRoom() {
        return byCounter.values().stream().anyMatch(lease -> lease.room() > 0);
    }

    /// The totals to tell: what waiting requests want, and of what has too much or too little idle room what it should
    /// have. What is told to be given up is given up here at once, before accounting hears of it.
    ///
    /// @param asking requests that the message asks for, whatever their number of counters
    /// @param most counters to speak of where that is not more already; the rest is told next time
    List<LeaseMessage.Want> wants(Collection<Waiting> asking, int most, long nanos, Instant accountingNow) {
        Map<Lease, Long> wanted = new LinkedHashMap<>();
        for (Waiting waiting : asking) {
            for (Waiting.Claim claim : waiting.claims) {
                Lease lease = claim.lease();
                wanted.merge(lease, waiting.best().amount(lease.unit), Amounts::sum);
            }
        }
        addLively(wanted, most, nanos, accountingNow);
        for (Iterator<Lease> leases = owed.iterator(); leases.hasNext() && wanted.size() < most; ) {
            wanted.putIfAbsent(leases.next(), 0L);
        }
        owed.removeAll(wanted.keySet());
        if (wanted.isEmpty() && !suspects.isEmpty()) {
            wanted.put(suspects.removeFirst(), 0L);
        }
        return told(wanted, nanos, accountingNow);
    }

    /// What there is to say though nobody waits, while there is a place for it.
    private void addLively(Map<Lease, Long> wanted, int most, long nanos, Instant accountingNow) {
        List<Lease> added = new ArrayList<>();
        for (Lease lease : List.copyOf(lively)) {
            if (wanted.size() >= most) {
                // Those come last next time, lest the rest never has its turn.
                added.forEach(lively::addLast);
                return;
            }
            if (lease.recalled || isToShrink(lease, nanos, accountingNow) || isToRenew(lease, nanos, accountingNow)) {
                wanted.putIfAbsent(lease, 0L);
                added.add(lease);
            }
            if (wanted.size() < most && isToLeaseAhead(lease, nanos, accountingNow)) {
                wanted.putIfAbsent(ahead(lease, nanos), 0L);
            }
        }
    }

    private List<LeaseMessage.Want> told(Map<Lease, Long> wanted, long nanos, Instant accountingNow) {
        List<LeaseMessage.Want> wants = new ArrayList<>(wanted.size());
        wanted.forEach((lease, amount) -> {
            long target = lease.target(amount, slack, nanos, accountingNow);
            long idle = Math.max(
                    Amounts.sum(amount, target), Math.min(lease.room(), Amounts.sum(amount, Amounts.twice(target))));
            long want = Amounts.sum(lease.floor(), idle);
            lease.granted = Math.min(lease.granted, want);
            lease.recalled = false;
            wants.add(new LeaseMessage.Want(lease.counter, lease.floor(), want));
        });
        return wants;
    }

    /// Gives these up beside a message under way, before accounting hears of it.
    List<LeaseMessage.Want> giveUp(Collection<Lease> leases) {
        List<LeaseMessage.Want> wants = new ArrayList<>(leases.size());
        for (Lease lease : leases) {
            lease.giveUp();
            wants.add(new LeaseMessage.Want(lease.counter, lease.floor(), lease.floor()));
        }
        return wants;
    }

    /// Accounting answered to what was given up, whatever it said.
    void gaveUp(List<LeaseMessage.Want> wants) {
        known(wants).forEach(Lease::gaveUp);
    }

    /// @param seq of the message that is answered
    /// @param named takes the ids of these leases
    void granted(LeaseAnswer.Granted answer, long seq, Consumer<LeaseId> named) {
        for (LeaseAnswer.Grant grant : answer.grants()) {
            Lease lease = byCounter.get(grant.counter());
            if (lease != null) {
                lease.granted(grant, seq, answer.asOf());
                byId.put(grant.lease(), lease);
                named.accept(grant.lease());
            }
        }
    }

    /// Whether accounting granted less than was wanted.
    boolean fellShort(List<LeaseMessage.Want> wants) {
        return wants.stream().anyMatch(want -> {
            Lease lease = byCounter.get(want.counter());
            return lease != null && lease.granted < want.want();
        });
    }

    /// After a message's outcome is known: what has room is looked at again.
    void noteRooms(List<LeaseMessage.Want> wants) {
        known(wants).forEach(this::noteRoom);
    }

    /// The message was not acted on: its totals are told once more, also where nothing is free here.
    void tellAgain(List<LeaseMessage.Want> wants) {
        owed.addAll(known(wants));
    }

    /// Accounting refused a message for one of its counters without saying which. A counter that was refused alone is
    /// the culprit and is not spoken of again before it is wanted; what it holds returns when the session closes.
    void suspect(List<LeaseMessage.Want> wants, long nanos) {
        List<Lease> leases = known(wants);
        leases.forEach(lively::remove);
        leases.forEach(
                lease -> lease.keepNothingUntil(nanos + slack.recallPause().toNanos()));
        if (leases.size() > 1) {
            suspects.addAll(leases);
        }
    }

    /// Drops what is over and done with.
    ///
    /// @param forgotten takes the ids of what is dropped
    void forgetEnded(Instant accountingNow, Consumer<LeaseId> forgotten) {
        byCounter.values().removeIf(lease -> {
            boolean done = lease.isOver(accountingNow.minus(REMEMBERED)) && lease.isIdle();
            if (done) {
                if (lease.isGranted()) {
                    byId.remove(lease.id());
                    forgotten.accept(lease.id());
                }
                lively.remove(lease);
                suspects.remove(lease);
                owed.remove(lease);
            }
            return done;
        });
    }

    private Lease lease(LimitCounter counter) {
        return byCounter.computeIfAbsent(counter.id(), _ -> new Lease(counter, slack));
    }

    private boolean isToShrink(Lease lease, long nanos, Instant accountingNow) {
        return lease.room() > 0
                && !suspects.contains(lease)
                && lease.room() > Amounts.twice(lease.target(0, slack, nanos, accountingNow));
    }

    private boolean isToRenew(Lease lease, long nanos, Instant accountingNow) {
        return !suspects.contains(lease) && lease.room() < lease.target(0, slack, nanos, accountingNow) / 2;
    }

    private boolean isToLeaseAhead(Lease lease, long nanos, Instant accountingNow) {
        LimitCounter next = lease.successor;
        return next != null
                && !byCounter.containsKey(next.id())
                && !accountingNow.isBefore(
                        next.windowStart().minus(slack.aheadOf(next.id().value())))
                && lease.target(0, slack, nanos, accountingNow) > 0;
    }

    private Lease ahead(Lease lease, long nanos) {
        LimitCounter next = Objects.requireNonNull(lease.successor);
        Lease ahead = lease(next);
        ahead.leaseAhead(lease, nanos, next.windowStart().plus(slack.idleAfter()));
        return ahead;
    }

    private List<Lease> known(List<LeaseMessage.Want> wants) {
        return wants.stream()
                .map(want -> byCounter.get(want.counter()))
                .filter(Objects::nonNull)
                .toList();
    }

    private void noteRoom(Lease lease) {
        if (lease.room() > 0 && !suspects.contains(lease)) {
            lively.add(lease);
        }
    }
}
