package dev.cortado.router.hold;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.tenant.LimitUnit;
import dev.cortado.router.time.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A request that asks for a hold: the leases on its path and its rungs, best first. Guarded by its [LeaseBook].
final class Waiting {

    /// One lease on the path, and whether its limit is hard.
    record Claim(Lease lease, boolean hard) {}

    final List<Claim> claims;
    /// When it was asked, by accounting's time.
    final Instant since;
    final CompletableFuture<Taking> taking = new CompletableFuture<>();

    private final List<Rung> rungs;
    private Time.@Nullable Alarm deadline;
    private boolean decided;

    Waiting(List<Claim> claims, List<Rung> rungs, Instant since) {
        this.claims = List.copyOf(claims);
        this.since = since;
        this.rungs = List.copyOf(rungs);
    }

    /// Those at the front that speak of no more leases than this together; the very first in any case.
    static List<Waiting> first(Collection<Waiting> queue, int leasesMax) {
        List<Waiting> first = new ArrayList<>(queue.size());
        Set<Lease> leases = new HashSet<>();
        for (Waiting waiting : queue) {
            waiting.claims.forEach(claim -> leases.add(claim.lease()));
            if (leases.size() > leasesMax && !first.isEmpty()) {
                break;
            }
            first.add(waiting);
        }
        return first;
    }

    /// Whether no request waits for room on this path yet.
    boolean nobodyWaits() {
        for (Claim claim : claims) {
            if (claim.lease().waiting > 0) {
                return false;
            }
        }
        return true;
    }

    void startWaiting(Time.Alarm alarm) {
        deadline = alarm;
        claims.forEach(claim -> claim.lease().waiting++);
    }

    /// @return false if the outcome was decided before
    boolean stopWaiting() {
        if (decided) {
            return false;
        }
        decided = true;
        claims.forEach(claim -> claim.lease().waiting--);
        if (deadline != null) {
            deadline.cancel();
        }
        return true;
    }

    boolean isDecided() {
        return decided;
    }

    /// Whether what an answer granted may have been given up since, so that it is no reason to refuse.
    ///
    /// @param seq of the message that was answered
    boolean outlived(long seq) {
        return claims.stream().anyMatch(claim -> claim.lease().outlived(seq));
    }

    /// What the message should ask for on behalf of this request: its best rung, whole.
    Rung best() {
        return rungs.getFirst();
    }

    /// Takes the best rung if there is room for all of it on every limit: also a soft one counts what is held of it,
    /// and must be asked for where none is leased.
    Optional<Taking> takeBest(long nanos) {
        boolean counted = claims.stream().allMatch(claim -> claim.lease().room() >= best().amount(claim.lease().unit));
        return counted ? Optional.of(take(0, best().want(), nanos)) : Optional.empty();
    }

    /// Takes the best rung if there is room for all of it on every hard limit. What a soft one has no room for goes
    /// uncounted, since it refuses nobody: only where accounting did not answer.
    Optional<Taking> takeUncounted(long nanos) {
        boolean anySoft = claims.stream().anyMatch(claim -> !claim.hard());
        return anySoft && fits(best()) ? Optional.of(take(0, best().want(), nanos)) : Optional.empty();
    }

    /// Takes the first rung that fits whole, else the first that fits shrunk, all counters at once; else nothing.
    ///
    /// @param asOf accounting's time of the answer that it is decided by
    Taking takeOrFallShort(long nanos, Instant asOf) {
        if (claims.stream().anyMatch(claim -> isMissed(claim, asOf))) {
            return new Taking.PathOutdated();
        }
        for (int i = 0; i < rungs.size(); i++) {
            if (fits(rungs.get(i))) {
                return take(i, rungs.get(i).want(), nanos);
            }
        }
        for (int i = 0; i < rungs.size(); i++) {
            Rung rung = rungs.get(i);
            long money = Math.min(rung.want().nanos(), roomForMoney());
            if (money >= rung.minimum().nanos()
                    && fits(new Rung(NanoUsd.of(money), NanoUsd.of(money), rung.tokens()))) {
                return take(i, NanoUsd.of(money), nanos);
            }
        }
        return shortOf(asOf);
    }

    /// Whether a soft limit's window ended while the request waited: it would go uncounted there, and in
    /// the next one too.
    private boolean isMissed(Claim claim, Instant asOf) {
        Lease lease = claim.lease();
        return !claim.hard() && lease.isOver(asOf) && lease.room() < best().amount(lease.unit);
    }

    private boolean fits(Rung rung) {
        for (Claim claim : claims) {
            if (claim.hard() && claim.lease().room() < rung.amount(claim.lease().unit)) {
                return false;
            }
        }
        return true;
    }

    private long roomForMoney() {
        return claims.stream()
                .filter(claim -> claim.hard() && claim.lease().unit == LimitUnit.NANO_USD)
                .mapToLong(claim -> claim.lease().room())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private Taking take(int index, NanoUsd money, long nanos) {
        Rung taken = new Rung(money, money, rungs.get(index).tokens());
        List<HeldAmount> amounts = new ArrayList<>(claims.size());
        for (Claim claim : claims) {
            Lease lease = claim.lease();
            long amount = taken.amount(lease.unit);
            // A soft limit never refuses: where accounting granted nothing of it in time, it goes uncounted.
            // Nothing of a counter that was never leased is taken by what is free.
            if (lease.isGranted() && lease.room() >= amount) {
                lease.hold(amount, nanos);
                amounts.add(new HeldAmount(lease.id(), lease.counter, lease.unit, amount));
            }
        }
        return new Taking.Taken(index, money, amounts);
    }

    private Taking shortOf(Instant asOf) {
        Claim tightest = null;
        for (Claim claim : claims) {
            boolean isShort = claim.hard()
                    && rungs.stream().allMatch(rung -> claim.lease().room() < rung.minimum(claim.lease().unit));
            if (isShort
                    && (tightest == null
                            || (claim.lease().unit == LimitUnit.NANO_USD
                                    && tightest.lease().unit != LimitUnit.NANO_USD))) {
                tightest = claim;
            }
        }
        if (tightest == null) {
            tightest = claims.stream().filter(Claim::hard).findFirst().orElseThrow();
        }
        // A window that ended while the request waited has no room for anybody: the next one may.
        if (tightest.lease().isOver(asOf)) {
            return new Taking.PathOutdated();
        }
        return new Taking.FallsShort(tightest.lease().unit, tightest.lease().windowEnd);
    }
}
