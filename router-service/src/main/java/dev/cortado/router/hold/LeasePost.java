package dev.cortado.router.hold;

import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.router.accounting.Accounting;
import dev.cortado.router.accounting.LeaseAnswer;
import dev.cortado.router.accounting.LeaseMessage;
import dev.cortado.router.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Carries what the books of one session have to say to accounting.
///
/// Several messages may be under way, but never two that ask for one organisation, so that the totals of each lease
/// arrive in the order of their sequence numbers, which accounting compares lease by lease. Only what is given up to an
/// order that goes before travels beside them: the older message is then refused, or known to be older. Who is waited
/// for goes alone while there are messages to spare, else together; what can wait gathers for a moment and travels
/// together, one such message at a time, or several in a row where one cannot speak of all the counters. A message
/// without an answer is sent again, unchanged, under its request id, until it is answered or the session ends: what
/// accounting booked is never guessed. A refused message booked nothing: its parts are said again, each alone.
final class LeasePost {

    private static final int OLD_SEQ_STEP = 1_000;

    /// How soon a book is to be heard.
    enum Haste {
        /// Somebody waits for the answer.
        URGENT,
        /// Nobody waits; it goes with the next message of what can wait.
        NEXT,
        /// It waits until others have gathered.
        GATHER
    }

    /// What one book has to say; the same only as itself.
    static final class Parcel {
        final LeaseBook book;
        final List<LeaseMessage.Want> wants;
        final List<Waiting> asking;
        private volatile @Nullable LeaseMessage message;

        Parcel(LeaseBook book, List<LeaseMessage.Want> wants, List<Waiting> asking) {
            this.book = book;
            this.wants = List.copyOf(wants);
            this.asking = List.copyOf(asking);
        }

        /// The message that it travels with; null until it has one.
        @Nullable
        LeaseMessage message() {
            return message;
        }

        boolean speaksOf(CounterId counter) {
            return wants.stream().anyMatch(want -> want.counter().equals(counter));
        }
    }

    /// A message under way.
    private record Letter(LeaseMessage message, List<Parcel> parcels, boolean urgent, long sentNanos) {}

    /// What is to become a message: books that are asked what they have to say, or what they said already.
    private record Batch(List<LeaseBook> books, List<Parcel> parcels, boolean urgent) {
        boolean isEmpty() {
            return books.isEmpty() && parcels.isEmpty();
        }
    }

    private final SessionId session;
    private final Accounting accounting;
    private final Time time;
    private final LeasePace pace;
    private final HoldWatcher watcher;
    private final Runnable onSessionOver;

    private final Set<LeaseBook> urgent = new LinkedHashSet<>();
    private final Set<LeaseBook> patient = new LinkedHashSet<>();
    /// What did not fit into the message that it was drawn for; sent as soon as there is a place.
    private final Deque<Batch> further = new ArrayDeque<>();

    /// Whether what can wait has waited for company.
    private boolean gathered;

    private int underWay;
    /// Messages of what can wait that are under way, or to follow one that is.
    private int patientMessages;
    private long seq;
    private boolean ended;

    LeasePost(
            SessionId session,
            Accounting accounting,
            Time time,
            LeasePace pace,
            HoldWatcher watcher,
            Runnable onSessionOver) {
        this.session = session;
        this.accounting = accounting;
        this.time = time;
        this.pace = pace;
        this.watcher = watcher;
        this.onSessionOver = onSessionOver;
    }

    /// A book has something to say.
    void offer(LeaseBook book, Haste haste) {
        boolean isFirst = false;
        synchronized (this) {
            if (haste == Haste.URGENT) {
                patient.remove(book);
                urgent.add(book);
            } else if (!urgent.contains(book)) {
                isFirst = patient.isEmpty();
                gathered = haste == Haste.NEXT || (gathered && !isFirst);
                patient.add(book);
            }
        }
        if (isFirst && haste == Haste.GATHER) {
            time.after(pace.gatherFor(), this::gathered);
        } else {
            pump();
        }
    }

    private void gathered() {
        synchronized (this) {
            gathered = true;
        }
        pump();
    }

    /// No message is sent any more, and none is answered.
    synchronized void end() {
        ended = true;
        urgent.clear();
        patient.clear();
        further.clear();
    }

    private void pump() {
        for (Batch batch = next(); !batch.isEmpty(); batch = next()) {
            List<Parcel> parcels = new ArrayList<>(batch.parcels());
            batch.books().forEach(book -> book.parcel().ifPresent(parcels::add));
            if (parcels.isEmpty()) {
                release(batch.urgent());
            } else {
                send(letter(fitting(parcels, batch.urgent()), batch.urgent()), pace.retryFirst());
            }
        }
    }

    /// As many of these as one message has room for; the others follow in messages of their own.
    private List<Parcel> fitting(List<Parcel> parcels, boolean isUrgent) {
        List<List<Parcel>> messages = new ArrayList<>();
        int room = 0;
        for (Parcel parcel : parcels) {
            if (messages.isEmpty() || parcel.wants.size() > room) {
                messages.add(new ArrayList<>());
                room = pace.countersMax();
            }
            messages.getLast().add(parcel);
            room -= parcel.wants.size();
        }
        List<Parcel> first = messages.removeFirst();
        follow(messages, isUrgent);
        return first;
    }

    private synchronized void follow(List<List<Parcel>> messages, boolean isUrgent) {
        if (!ended) {
            messages.forEach(parcels -> further.add(new Batch(List.of(), parcels, isUrgent)));
            patientMessages += isUrgent ? 0 : messages.size();
        }
    }

    /// What the next message is made of, which has its place among those under way from here.
    private synchronized Batch next() {
        int free = pace.underWayMax() - underWay;
        if (ended || free <= 0) {
            return new Batch(List.of(), List.of(), false);
        }
        if (!further.isEmpty()) {
            underWay++;
            return further.removeFirst();
        }
        boolean mayBePatient = !patient.isEmpty() && patientMessages == 0 && gathered;
        // The last place is for what can wait, lest it wait for ever.
        if (!urgent.isEmpty() && !(mayBePatient && free == 1)) {
            underWay++;
            return new Batch(draw(urgent, Math.ceilDiv(urgent.size(), free)), List.of(), true);
        }
        if (!mayBePatient) {
            return new Batch(List.of(), List.of(), false);
        }
        underWay++;
        patientMessages++;
        return new Batch(draw(patient, patient.size()), List.of(), false);
    }

    private List<LeaseBook> draw(Set<LeaseBook> from, int count) {
        List<LeaseBook> drawn = new ArrayList<>();
        for (Iterator<LeaseBook> books = from.iterator(); books.hasNext(); ) {
            LeaseBook book = books.next();
            if (drawn.size() >= Math.min(count, pace.organisationsMax()) || (book.goesAlone() && !drawn.isEmpty())) {
                break;
            }
            drawn.add(book);
            books.remove();
            if (book.goesAlone()) {
                break;
            }
        }
        return drawn;
    }

    private synchronized void release(boolean wasUrgent) {
        underWay--;
        patientMessages -= wasUrgent ? 0 : 1;
    }

    private Letter letter(List<Parcel> parcels, boolean isUrgent) {
        List<LeaseMessage.Want> wants =
                parcels.stream().flatMap(parcel -> parcel.wants.stream()).toList();
        long number;
        synchronized (this) {
            number = ++seq;
        }
        Instant since = parcels.stream()
                .flatMap(parcel -> parcel.asking.stream())
                .map(waiting -> waiting.since)
                .min(Comparator.naturalOrder())
                .orElse(null);
        LeaseMessage message = new LeaseMessage(session, number, session.value() + "-" + number, wants, since);
        parcels.forEach(parcel -> parcel.message = message);
        return new Letter(message, List.copyOf(parcels), isUrgent, time.nanos());
    }

    private void send(Letter letter, Duration retryAfter) {
        accounting.lease(letter.message()).whenComplete((answer, failure) -> {
            if (failure != null) {
                watcher.leaseFailed("UNANSWERED");
                time.after(retryAfter, () -> sendAgain(letter, retryAfter));
            } else {
                answered(letter, answer);
            }
        });
    }

    private void sendAgain(Letter letter, Duration lastWait) {
        synchronized (this) {
            if (ended) {
                return;
            }
        }
        Duration doubled = lastWait.multipliedBy(2);
        send(letter, doubled.compareTo(pace.retryMax()) < 0 ? doubled : pace.retryMax());
    }

    private void answered(Letter letter, LeaseAnswer answer) {
        synchronized (this) {
            if (ended) {
                return;
            }
            release(letter.urgent());
        }
        switch (answer) {
            case LeaseAnswer.Granted granted -> {
                watcher.leaseAnswered(Duration.ofNanos(time.nanos() - letter.sentNanos()));
                letter.parcels().forEach(parcel -> parcel.book.granted(parcel, granted));
            }
            case LeaseAnswer.Refused(LeaseAnswer.Refusal refusal, String message) -> {
                watcher.leaseFailed(refusal.name());
                refused(letter, refusal, message);
            }
        }
        pump();
    }

    private void refused(Letter letter, LeaseAnswer.Refusal refusal, String message) {
        switch (refusal) {
            case OLD_SEQ -> {
                synchronized (this) {
                    seq += OLD_SEQ_STEP;
                }
                letter.parcels().forEach(parcel -> parcel.book.sayAgain(parcel));
            }
            case UNKNOWN_COUNTER, TENANT_SUSPENDED -> refused(letter, new Taking.PathOutdated());
            case INVALID -> refused(letter, new Taking.Rejected(message));
            case SESSION_ENDED, FLOOR_ABOVE_GRANTED, OTHER -> onSessionOver.run();
        }
    }

    private static void refused(Letter letter, Taking outcome) {
        if (letter.parcels().size() == 1) {
            letter.parcels().forEach(parcel -> parcel.book.refused(parcel, outcome));
        } else {
            letter.parcels().forEach(parcel -> parcel.book.sayAgain(parcel));
        }
    }
}
