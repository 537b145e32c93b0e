package dev.cortado.router.hold;

import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.router.accounting.Asking;
import dev.cortado.router.accounting.LeaseAnswer;
import dev.cortado.router.accounting.LeaseMessage;
import dev.cortado.router.tenant.PathAnswer;
import dev.cortado.router.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The leases of one organisation in one session, under one lock of their own.
///
/// At most one message that asks is under way. It asks for everything that waits, renews what runs low and gives back
/// what is idle, as totals; whoever comes meanwhile goes with the next one. A second message may travel beside it,
/// which
/// only gives up: two routers that each keep, for an order of their own, what the other's order needs would both wait
/// in
/// vain, so the one that has waited for less time gives up at once and asks again. No foreign code runs under the lock.
final class LeaseBook {

    private final LeasePost post;
    private final LeaseBooks books;
    private final Time time;
    private final Supplier<Instant> accountingNow;
    private final LeasePace pace;
    private final Slack slack;

    private final LeaseTable table;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private LeasePost.@Nullable Parcel sent;
    private LeasePost.@Nullable Parcel givingUp;
    /// What is to be given up beside the message under way.
    private final Set<Lease> yielded = new LinkedHashSet<>();
    private Time.@Nullable Alarm alarm;
    private long alarmNanos;
    private boolean alone;
    private boolean ended;

    /// @param books where each lease's book is found
    LeaseBook(
            LeasePost post, LeaseBooks books, Time time, Supplier<Instant> accountingNow, LeasePace pace, Slack slack) {
        this.post = post;
        this.books = books;
        this.time = time;
        this.accountingNow = accountingNow;
        this.pace = pace;
        this.slack = slack;
        this.table = new LeaseTable(slack);
    }

    /// Takes the first rung that all counters of the path have room for, asking accounting for more where needed.
    CompletionStage<Taking> take(PathAnswer.Limits path, List<Rung> rungs) {
        Instant now = accountingNow.get();
        Waiting waiting;
        synchronized (this) {
            if (ended) {
                return CompletableFuture.completedFuture(new Taking.SessionOver());
            }
            waiting = new Waiting(table.claims(path), rungs, now);
            // Room belongs first to those who wait already.
            if (waiting.nobodyWaits()) {
                Optional<Taking> taken = waiting.takeBest(time.nanos());
                if (taken.isPresent()) {
                    if (!table.isExact() && table.taken(waiting.claims, time.nanos(), now)) {
                        lookIn(slack.renewAfter());
                    }
                    return CompletableFuture.completedFuture(taken.get());
                }
            }
            waiting.startWaiting(time.after(pace.deadline(), () -> expire(waiting)));
            queue.add(waiting);
        }
        post.offer(this, LeasePost.Haste.URGENT);
        return waiting.taking;
    }

    /// Ends a hold: what was charged stays, the rest is free at once.
    void settle(List<HeldAmount> amounts, Map<LeaseId, Long> charged) {
        Instant now = accountingNow.get();
        synchronized (this) {
            boolean tooMuch = false;
            for (HeldAmount held : amounts) {
                tooMuch |= table.settle(held, charged.getOrDefault(held.lease(), 0L), time.nanos(), now);
            }
            lookIn(tooMuch || table.isExact() ? pace.giveBackAfter() : slack.reviewEvery());
        }
    }

    /// Accounting wants room back: answered at once with no more than the floor. Of what the message under way speaks
    /// of, that waits for its answer unless the order that it is called back for goes before.
    void recall(Collection<LeaseId> leases, Asking asking) {
        synchronized (this) {
            List<Lease> known = table.recall(leases, time.nanos());
            if (known.isEmpty()) {
                return;
            }
            LeasePost.Parcel underWay = sent;
            LeaseMessage message = underWay == null ? null : underWay.message();
            if (underWay != null && message != null) {
                boolean goesBefore = asking.goesBefore(new Asking(message.session(), message.waitingSince()));
                known.stream()
                        .filter(lease -> goesBefore || !underWay.speaksOf(lease.counter))
                        .forEach(yielded::add);
            }
        }
        post.offer(this, LeasePost.Haste.URGENT);
    }

    /// From now on everything idle is given back at once.
    void keepNothing() {
        synchronized (this) {
            table.keepNothing();
        }
        post.offer(this, LeasePost.Haste.NEXT);
    }

    /// Whether nothing idle is leased and no message is under way.
    synchronized boolean isReturned() {
        return sent == null && givingUp == null && !table.hasRoom();
    }

    /// What this session knows of a counter and has idle of it; null where it never dealt with it.
    synchronized CounterView.@Nullable Known view(CounterId counter) {
        Lease lease = table.known(counter);
        return lease == null ? null : lease.view();
    }

    /// Whether its messages should speak of nobody else: they are likely to be refused, or to wait for a recall.
    synchronized boolean goesAlone() {
        return alone || !yielded.isEmpty();
    }

    /// The session is over: nobody gets anything of it any more.
    void end() {
        List<Runnable> completions = new ArrayList<>();
        synchronized (this) {
            ended = true;
            LeasePost.Parcel underWay = sent;
            if (underWay != null) {
                underWay.asking.forEach(waiting -> decide(waiting, new Taking.SessionOver(), completions));
            }
            queue.forEach(waiting -> decide(waiting, new Taking.SessionOver(), completions));
            queue.clear();
            sent = null;
            givingUp = null;
        }
        completions.forEach(Runnable::run);
    }

    /// What is to be said now, unless a message is under way; from here until its answer one is. What one message has
    /// no place for stays to be said with the next.
    synchronized Optional<LeasePost.Parcel> parcel() {
        if (ended || givingUp != null) {
            return Optional.empty();
        }
        if (sent != null) {
            return beside();
        }
        // A recall is answered first, with no more than the floor: who waits goes with the message after.
        List<Waiting> asking = table.anyRecalled() ? List.of() : Waiting.first(queue, pace.countersMax());
        var wants = table.wants(asking, pace.countersMax(), time.nanos(), accountingNow.get());
        if (wants.isEmpty()) {
            return Optional.empty();
        }
        asking.forEach(_ -> queue.removeFirst());
        LeasePost.Parcel parcel = new LeasePost.Parcel(this, wants, asking);
        sent = parcel;
        return Optional.of(parcel);
    }

    /// What is given up while another message is under way.
    private Optional<LeasePost.Parcel> beside() {
        if (yielded.isEmpty()) {
            return Optional.empty();
        }
        List<Lease> page = yielded.stream().limit(pace.countersMax()).toList();
        LeasePost.Parcel parcel = new LeasePost.Parcel(this, table.giveUp(page), List.of());
        page.forEach(yielded::remove);
        givingUp = parcel;
        return Optional.of(parcel);
    }

    /// A parcel's outcome is known.
    ///
    /// @return whether it was under way
    private boolean arrived(LeasePost.Parcel parcel) {
        if (givingUp == parcel) {
            givingUp = null;
            table.gaveUp(parcel.wants);
            return true;
        }
        if (sent != parcel) {
            return false;
        }
        sent = null;
        yielded.clear();
        return true;
    }

    /// Accounting granted what the parcel asked, or part of it.
    void granted(LeasePost.Parcel parcel, LeaseAnswer.Granted answer) {
        List<Runnable> completions = new ArrayList<>();
        synchronized (this) {
            if (!arrived(parcel)) {
                return;
            }
            long seq = Objects.requireNonNull(parcel.message()).seq();
            table.granted(answer, seq, this::named);
            alone = table.fellShort(parcel.wants);
            decideAll(parcel.asking, seq, answer.asOf(), completions);
            table.noteRooms(parcel.wants);
            table.forgetEnded(accountingNow.get(), books::forget);
        }
        completions.forEach(Runnable::run);
        speakOn();
    }

    /// Accounting names a lease. One that it called back before is given up once those who asked have taken of it.
    private void named(LeaseId lease) {
        if (books.named(lease, this)) {
            table.recall(List.of(lease), time.nanos());
        }
    }

    private void decideAll(List<Waiting> asking, long seq, Instant asOf, List<Runnable> completions) {
        Instant now = accountingNow.get();
        boolean isFresh = Duration.between(asOf, now).compareTo(pace.answerAgeMax()) <= 0;
        List<Waiting> again = new ArrayList<>();
        for (Waiting waiting : asking) {
            if (waiting.isDecided()) {
                continue;
            }
            Optional<Taking> taking = isFresh && !waiting.outlived(seq)
                    ? Optional.of(waiting.takeOrFallShort(time.nanos(), asOf))
                    : waiting.takeBest(time.nanos());
            taking.ifPresentOrElse(outcome -> decide(waiting, outcome, completions), () -> again.add(waiting));
            table.taken(waiting.claims, time.nanos(), now);
        }
        again.reversed().forEach(queue::addFirst);
    }

    /// Accounting did not act on a message that spoke of others too, or came out of order.
    void sayAgain(LeasePost.Parcel parcel) {
        synchronized (this) {
            if (!arrived(parcel)) {
                return;
            }
            alone = true;
            table.tellAgain(parcel.wants);
            parcel.asking.reversed().stream()
                    .filter(waiting -> !waiting.isDecided())
                    .forEach(queue::addFirst);
        }
        speakOn();
    }

    /// Accounting refused what this book alone asked: a counter is unknown, the tenant is suspended, or the message was
    /// wrong.
    void refused(LeasePost.Parcel parcel, Taking outcome) {
        List<Runnable> completions = new ArrayList<>();
        synchronized (this) {
            if (!arrived(parcel)) {
                return;
            }
            alone = true;
            table.suspect(parcel.wants, time.nanos());
            parcel.asking.forEach(waiting -> decide(waiting, outcome, completions));
        }
        completions.forEach(Runnable::run);
        speakOn();
    }

    private void speakOn() {
        synchronized (this) {
            if (ended || givingUp != null || (sent != null && yielded.isEmpty())) {
                return;
            }
            if (sent == null && queue.isEmpty() && !table.anyRecalled()) {
                review();
                return;
            }
        }
        post.offer(this, LeasePost.Haste.URGENT);
    }

    /// Looks whether something is to be said soon, or at leisure.
    private void review() {
        if (table.hasToTell(time.nanos(), accountingNow.get())) {
            lookIn(table.isExact() ? pace.giveBackAfter() : slack.renewAfter());
        } else if (table.isLively(time.nanos(), accountingNow.get())) {
            lookIn(slack.reviewEvery());
        }
    }

    /// Has the book looked at after a while, or sooner where that was arranged.
    private void lookIn(Duration wait) {
        long at = time.nanos() + wait.toNanos();
        Time.Alarm set = alarm;
        if (ended || (set != null && alarmNanos - at <= 0)) {
            return;
        }
        if (set != null) {
            set.cancel();
        }
        alarmNanos = at;
        alarm = time.after(wait, () -> look(at));
    }

    private void look(long at) {
        boolean hasGathered;
        synchronized (this) {
            if (ended || alarmNanos != at) {
                return;
            }
            alarm = null;
            // An answer is due: the book is looked at again when it is there.
            if (sent != null || givingUp != null) {
                return;
            }
            if (!table.hasToTell(time.nanos(), accountingNow.get())) {
                if (table.isLively(time.nanos(), accountingNow.get())) {
                    lookIn(slack.reviewEvery());
                }
                return;
            }
            // What is given back has waited for company already.
            hasGathered = table.isExact();
        }
        post.offer(this, hasGathered ? LeasePost.Haste.NEXT : LeasePost.Haste.GATHER);
    }

    /// No answer came in time. What soft limits alone have no room for is taken all the same.
    private void expire(Waiting waiting) {
        List<Runnable> completions = new ArrayList<>();
        synchronized (this) {
            queue.remove(waiting);
            Optional<Taking> uncounted = waiting.isDecided() ? Optional.empty() : waiting.takeUncounted(time.nanos());
            if (uncounted.isPresent()) {
                table.taken(waiting.claims, time.nanos(), accountingNow.get());
            }
            decide(waiting, uncounted.orElseGet(Taking.Unanswered::new), completions);
        }
        completions.forEach(Runnable::run);
    }

    private static void decide(Waiting waiting, Taking taking, List<Runnable> completions) {
        if (waiting.stopWaiting()) {
            completions.add(() -> waiting.taking.complete(taking));
        }
    }
}
