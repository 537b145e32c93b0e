package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.posting.Hold;
import dev.cortado.accounting.store.TestBooks.Usages;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a tenant pays for a request of which two attempts ran at once.
class HedgeFunctionTest {

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
    void hedgeThatWasStopped_isTheOperators() {
        Usages first = usage(70);
        books.post(first, hedge(first, 90).endingAs("cancelled"));
        assertEquals(90, settle());
        assertPaid(70);
        assertEquals(90, books.balance("correction", ""));
    }

    @Test
    void firstThatWasStopped_isTheOperators_whicheverIsPostedFirst() {
        Usages first = usage(70).endingAs("cancelled");
        books.post(hedge(first, 30));
        assertEquals(0, settle());
        assertPaid(30);
        books.post(first);
        assertEquals(70, settle());
        assertPaid(30);
    }

    @Test
    void clientThatLeftInTheMidst_paysTheAttemptThatBroughtTokens() {
        Usages first = usage(30).endingAs("cancelled");
        books.post(first, hedge(first, 70).bringing(5).endingAs("cancelled"));
        settle();
        assertPaid(70);
    }

    @Test
    void clientThatLeftBoth_paysTheCheaper() {
        Usages first = usage(70).endingAs("cancelled");
        books.post(first, hedge(first, 30).endingAs("cancelled"));
        settle();
        assertPaid(30);
    }

    @Test
    void bothThatEndedByThemselves_arePaidAtTheCheaper() {
        Usages first = usage(40);
        books.post(first, hedge(first, 60).endingAs("length"));
        settle();
        assertPaid(40);
    }

    @Test
    void oneAttemptAlone_isPaid() {
        Usages first = usage(70);
        books.post(hedge(first, 40).endingAs("cancelled"));
        settle();
        operations.settleHedges(Duration.ZERO).await().indefinitely();
        assertPaid(40);
        assertEquals(1, at.number("select count(*) from hedge where settled"));
    }

    @Test
    void firstThatIsReplayedLongAfterItsHedge_isPutRightAllTheSame() {
        Usages first = usage(70).withVersion("never-published").endingAs("cancelled");
        books.post(first);
        books.post(hedge(first, 40).withVersion("v1"));
        operations.settleHedges(Duration.ZERO).await().indefinitely();
        assertEquals(1, at.number("select count(*) from hedge where settled"));
        books.publish("never-published");
        books.replay(first);
        assertEquals(70, settle());
        assertPaid(40);
    }

    @Test
    void attemptsThatFollowedEachOther_areAllPaid() {
        Usages first = usage(70).endingAs("error");
        books.post(first, first.withAttempt(2).withTokens(30).endingAs("stop"));
        settle();
        assertPaid(100);
    }

    @Test
    void refundedTwiceOver_isNever() {
        Usages first = usage(70);
        Usages hedge = hedge(first, 70).endingAs("cancelled");
        books.post(first, hedge);
        settle();
        books.post(hedge);
        assertEquals(0, settle());
        assertEquals(
                NanoUsd.ZERO,
                operations
                        .refundHedge(UUID.fromString(first.reservation().toString()))
                        .await()
                        .indefinitely());
        assertEquals(1, at.number("select count(*) from correction"));
        assertPaid(70);
    }

    @Test
    void whatWasRefundedByHand_isNotRefundedAgain() {
        Usages first = usage(70);
        Usages hedge = hedge(first, 50).endingAs("cancelled");
        books.post(first, hedge);
        books.correct(hedge, "refund", 20);
        assertEquals(30, settle());
        assertPaid(70);
    }

    @Test
    void loserThatCameLate_costsNobodyTwice() {
        Usages first = usage(70);
        books.post(first, hedge(first, 50).endingAs("cancelled").comingLate());
        assertEquals(0, settle());
        assertPaid(70);
    }

    @Test
    void refundedAttempt_isFreeToSpendAgain() {
        Usages first = usage(2_000);
        books.post(first, hedge(first, 2_000).endingAs("cancelled"));
        settle();
        assertEquals(2_000, at.number("select spent from counter_spent"));
        assertEquals(3_000, at.number("select committed from counter"));
    }

    @Test
    void hedgedRunsOfOneKey_costTheDearestAnswer_inAnyOrder() {
        Random random = new Random(11);
        for (int round = 0; round < 8; round++) {
            Usages first = usage(40);
            Usages rerun = usage(25).asRerunOf(first);
            List<Usages> all = new ArrayList<>(List.of(
                    first,
                    hedge(first, 30).endingAs("cancelled"),
                    rerun,
                    rerun.withAttempt(2).withTokens(60).asHedgeOf(1).endingAs("cancelled")));
            Collections.shuffle(all, random);
            long before = books.balance("tenant", "project");
            all.forEach(books::post);
            settle();
            operations
                    .dueReruns(100)
                    .await()
                    .indefinitely()
                    .forEach(run -> operations.refundReruns(run).await().indefinitely());
            assertPaid(before + 40);
        }
    }

    private Usages usage(long tokens) {
        return books.usage(session, List.of(hold), tokens).withReservation(ReservationId.at(Instant.now()));
    }

    private static Usages hedge(Usages first, long tokens) {
        return first.withAttempt(2).withTokens(tokens).endingAs("stop").asHedgeOf(first.attempt());
    }

    /// @return nano-USD that were refunded
    private long settle() {
        return operations.dueHedges(100).await().indefinitely().stream()
                .mapToLong(due ->
                        operations.refundHedge(due).await().indefinitely().nanos())
                .sum();
    }

    private void assertPaid(long nanoUsd) {
        assertEquals(nanoUsd, books.balance("tenant", "project"));
        assertEquals(nanoUsd, at.number("select spent from counter_spent"));
    }
}
