package dev.cortado.router.hold;

import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.accounting.LeaseAnswer;
import dev.cortado.router.accounting.LeaseMessage;
import dev.cortado.router.tenant.LimitCounter;
import dev.cortado.router.tenant.LimitUnit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The leases of one session, and the totals to tell accounting. Guarded by its [LeaseBook].
final class LeaseTable {

    private final Map<CounterId, Lease> byCounter = new HashMap<>();
    private final Map<LeaseId, Lease> byId = new HashMap<>();
    /// Leases with room, to be given back with the next message.
    private final Set<Lease> roomy = new LinkedHashSet<>();
    /// Leases that were in a refused message: each is told alone next time, so that one bad counter spoils only itself.
    private final LinkedHashSet<Lease> suspects = new LinkedHashSet<>();

    List<Waiting.Claim> claims(List<LimitCounter> path) {
        List<Waiting.Claim> claims = new ArrayList<>(path.size());
        for (LimitCounter counter : path) {
            Lease lease = byCounter.computeIfAbsent(counter.id(), _ -> new Lease(counter));
            lease.seen(counter);
            suspects.remove(lease);
            claims.add(new Waiting.Claim(lease, counter.hard()));
        }
        return claims;
    }

    /// The money limits' view of a path.
    BudgetView budget(List<LimitCounter> path) {
        BudgetView tightest = new BudgetView.Unlimited();
        for (LimitCounter counter : path) {
            if (counter.unit() == LimitUnit.NANO_USD && counter.hard()) {
                Lease known = byCounter.get(counter.id());
                Lease lease = known == null ? new Lease(counter) : known;
                lease.seen(counter);
                BudgetView.Limited view = new BudgetView.Limited(
                        NanoUsd.of(lease.remaining()), NanoUsd.of(lease.cap()), lease.windowEnd, lease.asOf());
                tightest = switch (tightest) {
                    case BudgetView.Unlimited _ -> view;
                    case BudgetView.Limited other -> other.remaining().compareTo(view.remaining()) <= 0 ? other : view;
                };
            }
        }
        return tightest;
    }

    /// The same where no session is there to lease anything.
    static BudgetView unleasedBudget(List<LimitCounter> path) {
        return new LeaseTable().budget(path);
    }

    void settle(HeldAmount held, long charged) {
        Lease lease = byId.get(held.lease());
        if (lease != null) {
            lease.open -= held.amount();
            lease.settled += Math.clamp(charged, 0, held.amount());
            noteRoom(lease);
        }
    }

    /// @return whether any of these leases is known
    boolean recall(Collection<LeaseId> ids) {
        boolean known = false;
        for (LeaseId id : ids) {
            Lease lease = byId.get(id);
            if (lease != null) {
                lease.recalled = true;
                suspects.remove(lease);
                roomy.add(lease);
                known = true;
            }
        }
        return known;
    }

    boolean hasToTell() {
        return !roomy.isEmpty() || !suspects.isEmpty();
    }

    boolean anyRecalled() {
        return roomy.stream().anyMatch(lease -> lease.recalled);
    }

    /// The totals to tell: what waiting requests want, and everything that has room given up. What is told to be given
    /// up is given up here at once, before accounting hears of it.
    ///
    /// @param asking requests that the message asks for
    List<LeaseMessage.Want> wants(Collection<Waiting> asking) {
        Map<Lease, Long> totals = new LinkedHashMap<>();
        for (Waiting waiting : asking) {
            for (Waiting.Claim claim : waiting.claims) {
                Lease lease = claim.lease();
                totals.merge(lease, waiting.best().amount(lease.unit), LeaseTable::saturatedSum);
            }
        }
        roomy.forEach(lease -> totals.putIfAbsent(lease, 0L));
        roomy.clear();
        if (totals.isEmpty() && !suspects.isEmpty()) {
            Lease suspect = suspects.removeFirst();
            totals.put(suspect, 0L);
        }
        List<LeaseMessage.Want> wants = new ArrayList<>(totals.size());
        totals.forEach((lease, more) -> {
            long want = saturatedSum(lease.floor(), more);
            lease.granted = Math.min(lease.granted, want);
            lease.recalled = false;
            wants.add(new LeaseMessage.Want(lease.counter, lease.floor(), want));
        });
        return wants;
    }

    void granted(LeaseAnswer.Granted answer) {
        for (LeaseAnswer.Grant grant : answer.grants()) {
            Lease lease = byCounter.get(grant.counter());
            if (lease != null) {
                lease.granted(grant, answer.asOf());
                byId.put(grant.lease(), lease);
            }
        }
    }

    /// After a message's outcome is known: what has room and nobody waits for goes back with the next one.
    void noteRooms(List<LeaseMessage.Want> wants) {
        known(wants).forEach(this::noteRoom);
    }

    /// The message was not acted on: its totals are told once more, also where nothing is free here.
    void tellAgain(List<LeaseMessage.Want> wants) {
        known(wants).forEach(roomy::add);
    }

    /// Accounting refused a message for one of its counters without saying which. A counter that was refused alone is
    /// the culprit and is not spoken of again before it is wanted; what it holds returns when the session closes.
    void suspect(List<LeaseMessage.Want> wants) {
        List<Lease> leases = known(wants);
        roomy.removeAll(leases);
        if (leases.size() > 1) {
            suspects.addAll(leases);
        }
    }

    /// Drops what is over and done with.
    void forgetEndedBefore(Instant accountingNow) {
        byCounter.values().removeIf(lease -> {
            boolean done = lease.windowEnd.isBefore(accountingNow)
                    && lease.open == 0
                    && lease.waiting == 0
                    && lease.room() == 0;
            if (done) {
                byId.values().remove(lease);
                roomy.remove(lease);
                suspects.remove(lease);
            }
            return done;
        });
    }

    private List<Lease> known(List<LeaseMessage.Want> wants) {
        return wants.stream()
                .map(want -> byCounter.get(want.counter()))
                .filter(Objects::nonNull)
                .toList();
    }

    private void noteRoom(Lease lease) {
        if (lease.room() > 0 && !suspects.contains(lease)) {
            roomy.add(lease);
        }
    }

    private static long saturatedSum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
