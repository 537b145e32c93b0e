package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.lease.LeaseAnswer;
import dev.cortado.accounting.lease.LeaseWant;
import dev.cortado.accounting.posting.LoggedTick;
import dev.cortado.accounting.posting.PostingBatch;
import dev.cortado.accounting.posting.PostingOutcome;
import dev.cortado.accounting.session.Heartbeat;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.SessionId;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Books that were set back, on PostgreSQL, whose clock stands where the test puts it.
class SetBackFunctionTest {

    private static final Duration EVERY = Duration.ofMillis(900);
    private static final Duration LIFE = TestBooks.RULES.voidAfter();

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final TestDatabase at = TestDatabase.createWithClock(now);
    private final TestBooks books = new TestBooks(at);
    private final SetBackStore setBack = new SetBackStore(at.database());
    private final CounterId counter = books.counter("nano-usd", true, 1_000);
    private long next;

    @AfterEach
    void close() {
        at.close();
    }

    @Test
    void ticks_countUp_oneATurn_andSayWhenSessionsAreVoid() {
        LoggedTick first = tick(now);
        assertEquals(1, first.number());
        assertEquals(now.plus(Duration.ofSeconds(616)), first.sessionsVoidBy(), "15 s, 600 s and the skew");
        assertEquals(Optional.empty(), setBack.takeTick(EVERY, LIFE).await().indefinitely(), "another instance had it");
        assertEquals(2, tick(now.plusSeconds(1)).number());
    }

    @Test
    void knownTicks_holdNothing_inWhateverOrderTheyCome() {
        LoggedTick first = tick(now);
        LoggedTick second = tick(now.plusSeconds(1));

        post(second, second);
        post(first);

        assertEquals(Duration.ZERO, held());
        assertEquals(100, grant(books.session("router"), 100));
    }

    @Test
    void tickThatTheBooksLack_endsSessions_andHoldsGrantsUntilTheyAreVoid() {
        SessionId session = books.session("router");
        grant(session, 100);
        Instant voidBy = now.plusSeconds(616);

        post(new LoggedTick(5, UUID.randomUUID(), voidBy));

        assertEquals(Duration.ofSeconds(616), held());
        assertInstanceOf(
                Heartbeat.Ended.class,
                books.sessions.heartbeat(session, 0, TestBooks.RULES).await().indefinitely());
        assertEquals("draining", at.text("select state from session where id = " + session.value()));
        assertTrue(
                Instant.parse(at.text("select to_char(void_by at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') "
                                + "from session where id = " + session.value()))
                        .plusMillis(1)
                        .isAfter(voidBy),
                "what it may still spend it may still be charged for");
        assertHeld(() -> grant(session, 200));
        assertHeld(() -> books.session("router"));

        at.setClock(voidBy.plusMillis(1));
        assertEquals(Duration.ZERO, held());
        SessionId later = books.session("router");
        assertTrue(later.value() > session.value() + 1_000_000, "no id of what was lost is given again");
        assertEquals(100, grant(later, 100));
    }

    @Test
    void sameNumberOfAnotherTick_isOneThatTheBooksLack() {
        LoggedTick ours = tick(now);

        post(new LoggedTick(ours.number(), UUID.randomUUID(), now.plusSeconds(60)));

        assertEquals(Duration.ofSeconds(60), held());
    }

    @Test
    void laterTicks_holdLonger_earlierOnesNoLess_andTheOperatorIsToldOnce() {
        post(new LoggedTick(5, UUID.randomUUID(), now.plusSeconds(60)));
        post(new LoggedTick(9, UUID.randomUUID(), now.plusSeconds(90)), new LoggedTick(8, UUID.randomUUID(), now));
        post(new LoggedTick(7, UUID.randomUUID(), now.plusSeconds(70)));

        assertEquals(Duration.ofSeconds(90), held());
        assertEquals(1, at.number("select count(*) from outbox where kind = 'alarm' and subject = 'books_set_back'"));
    }

    @Test
    void restoreOfLongAgo_isTold_andHoldsNothing() {
        post(new LoggedTick(5, UUID.randomUUID(), now.minusSeconds(1)));

        assertEquals(Duration.ZERO, held());
        assertEquals(1, at.number("select count(*) from outbox where subject = 'books_set_back'"));
        assertEquals(100, grant(books.session("router"), 100));
    }

    @Test
    void postingThatDoesNotComeAbout_holdsNothing() {
        PostingOutcome outcome = books.posting
                .post(new PostingBatch(
                        List.of(new PostingBatch.Stretch(0, 5, 6, now)),
                        List.of(),
                        List.of(new LoggedTick(5, UUID.randomUUID(), now.plusSeconds(60)))))
                .await()
                .indefinitely();

        assertInstanceOf(PostingOutcome.OffsetsMoved.class, outcome);
        assertEquals(Duration.ZERO, held());
    }

    @Test
    void startsLook_tellsAndHolds() {
        LoggedTick ours = tick(now);
        assertFalse(setBack.lack(List.of(ours)).await().indefinitely());
        assertFalse(setBack.lack(List.of()).await().indefinitely());
        assertTrue(setBack.lack(List.of(ours, new LoggedTick(2, UUID.randomUUID(), now.plusSeconds(60))))
                .await()
                .indefinitely());
        assertEquals(Duration.ofSeconds(60), held());
    }

    @Test
    void forgottenTicks_areThoseThatAreLongPosted_andNothingIsSaidOfThem() {
        LoggedTick old = tick(now);
        tick(now.plusSeconds(3_000));
        LoggedTick newest = tick(now.plusSeconds(7_000));
        setBack.forgetTicks().await().indefinitely();
        assertEquals(3, at.number("select count(*) from tick"), "a partition was never posted");

        at.execute("update consumer_offset set appended_at = '" + now.plusSeconds(6_700) + "'");
        setBack.forgetTicks().await().indefinitely();
        assertEquals(1, at.number("select count(*) from tick"));
        post(old, newest);
        assertEquals(Duration.ZERO, held());
        assertEquals(4, tick(now.plusSeconds(7_001)).number());
    }

    @Test
    void newBooksBesideAnOldLog_lackItsTicks() {
        post(new LoggedTick(1, UUID.randomUUID(), now.plusSeconds(60)));

        assertEquals(Duration.ofSeconds(60), held());
    }

    private LoggedTick tick(Instant now) {
        at.setClock(now);
        return setBack.takeTick(EVERY, LIFE).await().indefinitely().orElseThrow();
    }

    private void post(LoggedTick... ticks) {
        PostingOutcome outcome = books.posting
                .post(new PostingBatch(
                        List.of(new PostingBatch.Stretch(0, next, next + ticks.length, now)),
                        List.of(),
                        List.of(ticks)))
                .await()
                .indefinitely();
        assertInstanceOf(PostingOutcome.Posted.class, outcome);
        next += ticks.length;
    }

    private Duration held() {
        return setBack.held().await().indefinitely();
    }

    private long grant(SessionId session, long total) {
        return assertInstanceOf(LeaseAnswer.Granted.class, books.order(session, new LeaseWant(counter, 0, total)))
                .grants()
                .getFirst()
                .grantedTotal();
    }

    private static void assertHeld(Runnable asking) {
        Throwable failure = assertThrows(PgException.class, asking::run);
        assertTrue(
                Database.heldBecause(failure)
                        .orElseThrow()
                        .startsWith("the books were set back: nothing is granted until "),
                failure.toString());
    }
}
