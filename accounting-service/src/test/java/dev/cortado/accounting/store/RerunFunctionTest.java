package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.posting.Hold;
import dev.cortado.accounting.store.TestBooks.Usages;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a tenant pays for the runs of one idempotency key.
class RerunFunctionTest {

    private TestDatabase at;
    private TestBooks books;
    private OperationsStore operations;
    private SessionId session;
    private Hold hold;

    @BeforeEach
    void open() {
        at = TestDatabase.create();
        books = new TestBooks(at);
        operations = new OperationsStore(at.database());
        CounterId counter = books.counter("nano-usd", true, 10_000);
        session = books.session("router-1");
        hold = books.hold(session, counter, LimitUnit.NANO_USD, 0, 5_000);
    }

    @AfterEach
    void close() {
        assertEquals(List.of(), books.differences());
        at.close();
    }

    @Test
    void rerunThatCostsNoMore_isTheOperators() {
        Usages first = usage(70);
        books.post(first, usage(70).asRerunOf(first));
        settle();
        assertPaid(70);
        assertEquals(70, books.balance("correction", ""));
    }

    @Test
    void runsThatAreReplayedLongAfterAnother_arePutRightAllTheSame() {
        Usages first = usage(70).withVersion("never-published");
        Usages third = usage(60).withVersion("never-published").asRerunOf(first);
        books.post(first, third);
        books.post(usage(50).asRerunOf(first));
        operations.settleReruns(Duration.ZERO).await().indefinitely();
        assertEquals(2, at.number("select count(*) from rerun where settled"));
        books.publish("never-published");
        books.replay(first);
        settle();
        assertPaid(70);
        operations.settleReruns(Duration.ZERO).await().indefinitely();
        books.replay(third);
        settle();
        assertPaid(70);
    }

    @Test
    void rerunThatCostsMore_isChargedWhatExceedsTheFirst() {
        Usages first = usage(70);
        books.post(first, usage(100).asRerunOf(first));
        settle();
        assertPaid(100);
    }

    @Test
    void usageOfTheFirstRun_mayComeAfterTheReruns() {
        Usages first = usage(70);
        books.post(usage(100).asRerunOf(first));
        settle();
        assertPaid(100);
        books.post(first);
        settle();
        assertPaid(100);
    }

    @Test
    void rerunWhoseFirstWasNeverCharged_isPaidInFull() {
        books.post(usage(40).asRerunOf(usage(70)));
        settle();
        assertPaid(40);
    }

    @Test
    void severalAttemptsOfOneRun_areAllPaid() {
        Usages first = usage(70);
        books.post(first, first.withAttempt(2).withTokens(30), usage(90).asRerunOf(first));
        settle();
        assertPaid(100);
    }

    @Test
    void namingTheReservationOfAnotherProject_givesNothingBack() {
        Usages first = usage(70);
        books.post(first, usage(50).asRerunOf(first));
        at.execute("insert into project (id, organisation, team, name) values ('other', 'org', 'team', 'other')");
        at.execute("update usage set project = 'other' where charge = 70");
        settle();
        assertEquals(0, at.number("select count(*) from correction"));
        at.execute("update usage set project = 'project'");
        settle();
    }

    @Test
    void manyRuns_inAnyOrder_costTheDearest() {
        Random random = new Random(7);
        for (int round = 0; round < 10; round++) {
            Usages first = usage(1 + random.nextInt(100));
            List<Usages> runs = new ArrayList<>(List.of(first));
            for (int i = 0; i < 3; i++) {
                runs.add(usage(1 + random.nextInt(100)).asRerunOf(first));
            }
            Collections.shuffle(runs, random);
            long before = paid();
            for (Usages run : runs) {
                books.post(run);
                settle();
            }
            assertPaid(before + runs.stream().mapToLong(Usages::tokens).max().orElseThrow());
        }
    }

    @Test
    void refundedTwiceOver_byRepetitionOrAnotherInstance_isNever() {
        Usages first = usage(70);
        Usages rerun = usage(70).asRerunOf(first);
        books.post(first, rerun);
        settle();
        books.post(rerun);
        settle();
        assertEquals(1, at.number("select count(*) from correction"));
    }

    @Test
    void refundedRerun_isFreeToSpendAgain() {
        Usages first = usage(2_000);
        books.post(first, usage(2_000).asRerunOf(first));
        settle();
        assertEquals(2_000, at.number("select spent from counter_spent"));
        assertEquals(3_000, at.number("select committed from counter"));
    }

    @Test
    void watchedLongEnough_isSettled() {
        Usages first = usage(70);
        books.post(first, usage(70).asRerunOf(first));
        operations.settleReruns(Duration.ZERO).await().indefinitely();
        assertEquals(0, at.number("select count(*) from rerun where settled"), "a refund is due");
        settle();
        operations.settleReruns(Duration.ZERO).await().indefinitely();
        assertEquals(1, at.number("select count(*) from rerun where settled"));
    }

    private Usages usage(long tokens) {
        return books.usage(session, List.of(hold), tokens).withReservation(ReservationId.at(Instant.now()));
    }

    private void settle() {
        operations
                .dueReruns(100)
                .await()
                .indefinitely()
                .forEach(first -> operations.refundReruns(first).await().indefinitely());
    }

    private long paid() {
        return books.balance("tenant", "project");
    }

    private void assertPaid(long nanoUsd) {
        assertEquals(nanoUsd, paid());
        assertEquals(nanoUsd, at.number("select spent from counter_spent"));
    }
}
