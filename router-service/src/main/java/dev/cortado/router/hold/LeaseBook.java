package dev.cortado.router.hold;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.router.accounting.Accounting;
import dev.cortado.router.accounting.LeaseAnswer;
import dev.cortado.router.accounting.LeaseMessage;
import dev.cortado.router.tenant.LimitCounter;
import dev.cortado.router.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The leases of one session and the conversation with accounting about them.
///
/// At most one lease message is under way at a time. It asks for everything that waits and gives back everything that
/// is free, as totals; whoever comes meanwhile goes with the next one. A message without an answer is sent again,
/// unchanged, under its request id, until it is answered or the session ends: what accounting booked is never guessed.
/// A lease grows by exactly what holds need and keeps no slack; room freed by a settled hold may serve the next request
/// before it is given back.
///
/// One lock guards it all. A finer one per organisation would gain nothing: each operation takes about a microsecond,
/// and the one message under way belongs to every organisation at once. No foreign code runs under the lock.
final class LeaseBook {

    private static final int OLD_SEQ_STEP = 1_000;

    /// A message under way; the same only as itself.
    private static final class Sent {
        final LeaseMessage message;
        final List<Waiting> asking;
        final long sentNanos;

        Sent(LeaseMessage message, List<Waiting> asking, long sentNanos) {
            this.message = message;
            this.asking = asking;
            this.sentNanos = sentNanos;
        }
    }

    private final SessionId session;
    private final Accounting accounting;
    private final Time time;
    private final Supplier<Instant> accountingNow;
    private final LeasePace pace;
    private final HoldWatcher watcher;
    private final Runnable onSessionOver;

    private final LeaseTable table = new LeaseTable();
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private @Nullable Sent sent;
    private boolean giveBackArmed;
    private boolean ended;
    private long seq;

    LeaseBook(
            SessionId session,
            Accounting accounting,
            Time time,
            Supplier<Instant> accountingNow,
            LeasePace pace,
            HoldWatcher watcher,
            Runnable onSessionOver) {
        this.session = session;
        this.accounting = accounting;
        this.time = time;
        this.accountingNow = accountingNow;
        this.pace = pace;
        this.watcher = watcher;
        this.onSessionOver = onSessionOver;
    }

    /// Takes the first rung that all counters of the path have room for, asking accounting for more where needed.
    CompletionStage<Taking> take(List<LimitCounter> path, List<Rung> rungs) {
        Waiting waiting;
        synchronized (this) {
            if (ended) {
                return CompletableFuture.completedFuture(new Taking.SessionOver());
            }
            waiting = new Waiting(table.claims(path), rungs);
            // Room belongs first to those who wait already.
            if (waiting.claims.stream().allMatch(claim -> claim.lease().waiting == 0)) {
                Optional<Taking> taken = waiting.takeBest();
                if (taken.isPresent()) {
                    return CompletableFuture.completedFuture(taken.get());
                }
            }
            waiting.startWaiting(time.after(pace.deadline(), () -> expire(waiting)));
            queue.add(waiting);
        }
        speak();
        return waiting.taking;
    }

    /// Ends a hold: what was charged stays, the rest is free at once.
    void settle(List<HeldAmount> amounts, Map<LeaseId, Long> charged) {
        synchronized (this) {
            amounts.forEach(held -> table.settle(held, charged.getOrDefault(held.lease(), 0L)));
        }
        giveBackSoon();
    }

    /// Accounting wants room back: answered at once with no more than the floor.
    void recall(Collection<LeaseId> leases) {
        synchronized (this) {
            if (!table.recall(leases)) {
                return;
            }
        }
        speak();
    }

    synchronized BudgetView budget(List<LimitCounter> path) {
        return table.budget(path);
    }

    /// The session is over: nobody gets anything of it any more, and no message is sent.
    void end() {
        List<Runnable> completions = new ArrayList<>();
        synchronized (this) {
            ended = true;
            Sent underWay = sent;
            if (underWay != null) {
                underWay.asking.forEach(waiting -> decide(waiting, new Taking.SessionOver(), completions));
            }
            queue.forEach(waiting -> decide(waiting, new Taking.SessionOver(), completions));
            queue.clear();
            sent = null;
        }
        completions.forEach(Runnable::run);
    }

    /// Sends what is to be said, unless a message is under way.
    private void speak() {
        Sent next;
        synchronized (this) {
            if (sent != null || ended || (queue.isEmpty() && !table.hasToTell())) {
                return;
            }
            // A recall is answered first, with no more than the floor: who waits goes with the message after.
            List<Waiting> asking = table.anyRecalled() ? List.of() : List.copyOf(queue);
            queue.removeAll(asking);
            List<LeaseMessage.Want> wants = table.wants(asking);
            seq++;
            LeaseMessage message = new LeaseMessage(session, seq, session.value() + "-" + seq, wants);
            next = new Sent(message, asking, time.nanos());
            sent = next;
        }
        send(next, pace.retryFirst());
    }

    private void send(Sent message, Duration retryAfter) {
        accounting.lease(message.message).whenComplete((answer, failure) -> {
            if (failure != null) {
                watcher.leaseFailed("UNANSWERED");
                time.after(retryAfter, () -> sendAgain(message, retryAfter));
            } else {
                answered(message, answer);
            }
        });
    }

    private void sendAgain(Sent message, Duration lastWait) {
        synchronized (this) {
            if (sent != message) {
                return;
            }
        }
        Duration doubled = lastWait.multipliedBy(2);
        send(message, doubled.compareTo(pace.retryMax()) < 0 ? doubled : pace.retryMax());
    }

    private void answered(Sent message, LeaseAnswer answer) {
        List<Runnable> completions = new ArrayList<>();
        synchronized (this) {
            if (sent != message) {
                return;
            }
            sent = null;
            switch (answer) {
                case LeaseAnswer.Granted granted -> granted(message, granted, completions);
                case LeaseAnswer.Refused(LeaseAnswer.Refusal refusal, String _) ->
                    refused(message, refusal, completions);
            }
        }
        if (answer instanceof LeaseAnswer.Refused(LeaseAnswer.Refusal refusal, String _)) {
            watcher.leaseFailed(refusal.name());
        } else {
            watcher.leaseAnswered(Duration.ofNanos(time.nanos() - message.sentNanos));
        }
        completions.forEach(Runnable::run);
        speakOn();
    }

    private void granted(Sent message, LeaseAnswer.Granted answer, List<Runnable> completions) {
        table.granted(answer);
        Duration age = Duration.between(answer.asOf(), accountingNow.get());
        boolean mayRefuse = age.compareTo(pace.answerAgeMax()) <= 0;
        List<Waiting> again = new ArrayList<>();
        for (Waiting waiting : message.asking) {
            if (waiting.isDecided()) {
                continue;
            }
            if (mayRefuse) {
                decide(waiting, waiting.takeOrFallShort(), completions);
            } else {
                waiting.takeBest()
                        .ifPresentOrElse(taken -> decide(waiting, taken, completions), () -> again.add(waiting));
            }
        }
        again.reversed().forEach(queue::addFirst);
        table.noteRooms(message.message.wants());
        table.forgetEndedBefore(accountingNow.get());
    }

    private void refused(Sent message, LeaseAnswer.Refusal refusal, List<Runnable> completions) {
        switch (refusal) {
            case OLD_SEQ -> {
                seq += OLD_SEQ_STEP;
                table.tellAgain(message.message.wants());
                message.asking.reversed().stream()
                        .filter(waiting -> !waiting.isDecided())
                        .forEach(queue::addFirst);
            }
            case UNKNOWN_COUNTER, TENANT_SUSPENDED -> {
                table.suspect(message.message.wants());
                message.asking.forEach(waiting -> decide(waiting, new Taking.PathOutdated(), completions));
            }
            case SESSION_ENDED, FLOOR_ABOVE_GRANTED, OTHER -> {
                ended = true;
                message.asking.forEach(waiting -> decide(waiting, new Taking.SessionOver(), completions));
                queue.forEach(waiting -> decide(waiting, new Taking.SessionOver(), completions));
                queue.clear();
                completions.addFirst(onSessionOver);
            }
        }
    }

    private void speakOn() {
        boolean atOnce;
        synchronized (this) {
            atOnce = !queue.isEmpty() || table.anyRecalled();
        }
        if (atOnce) {
            speak();
        } else {
            giveBackSoon();
        }
    }

    private void giveBackSoon() {
        synchronized (this) {
            if (giveBackArmed || ended || !table.hasToTell()) {
                return;
            }
            giveBackArmed = true;
        }
        time.after(pace.giveBackAfter(), () -> {
            synchronized (this) {
                giveBackArmed = false;
            }
            speak();
        });
    }

    private void expire(Waiting waiting) {
        List<Runnable> completions = new ArrayList<>();
        synchronized (this) {
            queue.remove(waiting);
            decide(waiting, new Taking.Unanswered(), completions);
        }
        completions.forEach(Runnable::run);
    }

    private static void decide(Waiting waiting, Taking taking, List<Runnable> completions) {
        if (waiting.stopWaiting()) {
            completions.add(() -> waiting.taking.complete(taking));
        }
    }
}
