package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.posting.Hold;
import dev.cortado.accounting.posting.PostingBatch;
import dev.cortado.accounting.posting.PostingOutcome;
import dev.cortado.accounting.posting.PostingOutcome.OffsetsMoved;
import dev.cortado.accounting.posting.PostingOutcome.Posted;
import dev.cortado.accounting.store.TestBooks.Usages;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A partition that the usage log gained while accounting ran: the books have never seen it.
class LatePartitionTest {

    private static final int LATE = 4;

    private TestDatabase at;
    private TestBooks books;
    private SessionId session;
    private Hold hold;

    @BeforeEach
    void open() {
        at = TestDatabase.create();
        books = new TestBooks(at);
        CounterId counter = books.counter("nano-usd", true, 1_000);
        session = books.session("router");
        hold = books.hold(session, counter, LimitUnit.NANO_USD, 0, 300);
    }

    @AfterEach
    void close() {
        assertEquals(List.of(), books.differences());
        at.close();
    }

    @Test
    void ownerThatHasNotAskedWhereTheBooksStand_cannotPost() {
        assertEquals(new OffsetsMoved(), post(0, usage()));
        assertEquals(0, at.number("select count(*) from usage"));

        assertEquals(0, next());
        assertEquals(new Posted(1, 0, 0, 0, 0), post(0, usage()));
    }

    @Test
    void formerOwner_cannotPostWhatTheNewOwnerHas_norBehindIt() {
        long former = next();
        assertEquals(new Posted(1, 0, 0, 0, 0), post(next(), usage()));

        assertEquals(new OffsetsMoved(), post(former, usage()));
        assertEquals(new OffsetsMoved(), post(former, usage(), usage()));
        assertEquals(1, at.number("select count(*) from usage"));
        assertEquals(100, at.number("select posted from lease"));
        assertEquals(1, next(), "the new owner goes on");
        assertEquals(new Posted(1, 0, 0, 0, 0), post(1, usage()));
    }

    @Test
    void formerOwner_thatPostsThisPartitionAndAnother_movesNeither() {
        next();
        post(0, usage());
        long other = books.posting.nextOffset(0).await().indefinitely();

        PostingOutcome outcome = books.posting
                .post(new PostingBatch(
                        List.of(
                                new PostingBatch.Stretch(0, other, other + 1, Instant.now()),
                                new PostingBatch.Stretch(LATE, 0, 1, Instant.now())),
                        List.of()))
                .await()
                .indefinitely();

        assertEquals(new OffsetsMoved(), outcome);
        assertEquals(other, books.posting.nextOffset(0).await().indefinitely());
    }

    @Test
    void sessionFencedThereToo_keepsItsLeases_untilThatFenceIsPassedByAnOwnerWhoCameLater() {
        fence(2);
        books.passFence();

        assertEquals(0, books.close(), "usage before the fence may still come from there");
        assertEquals("fenced", at.text("select state from session"));

        assertEquals(0, next());
        assertEquals(new Posted(2, 0, 0, 0, 0), post(0, usage(), usage()));
        assertEquals(0, books.close(), "the fence itself is not passed");
        assertEquals(new Posted(0, 0, 0, 0, 0), post(2, 3));
        assertEquals(1, books.close());
        assertEquals("200 200", at.text("select committed || ' ' || closed_spent from counter"));
    }

    @Test
    void usageBehindTheFenceThere_isTheOperators() {
        fence(0);
        next();
        post(0, 1);

        assertEquals(new Posted(1, 0, 1, 0, 0), post(1, usage()));
        assertEquals(0, at.number("select posted from lease"));
    }

    /// Ends the session and fences it in the partition that is posted and in this one.
    private void fence(long offset) {
        books.sessions.drain(session).await().indefinitely();
        books.sessions
                .fence(session, Map.of(0, books.next(), LATE, offset))
                .await()
                .indefinitely();
    }

    private long next() {
        return books.posting.nextOffset(LATE).await().indefinitely();
    }

    private Usages usage() {
        return books.usage(session, List.of(hold), 100).inPartition(LATE);
    }

    private PostingOutcome post(long expected, Usages... usages) {
        return post(new PostingBatch.Stretch(LATE, expected, expected + usages.length, Instant.now()), usages);
    }

    /// Records that leave no row.
    private PostingOutcome post(long expected, long until) {
        return post(new PostingBatch.Stretch(LATE, expected, until, Instant.now()));
    }

    private PostingOutcome post(PostingBatch.Stretch stretch, Usages... usages) {
        return books.posting
                .post(new PostingBatch(
                        List.of(stretch),
                        IntStream.range(0, usages.length)
                                .mapToObj(i -> usages[i].at(stretch.expected() + i))
                                .toList()))
                .await()
                .indefinitely();
    }
}
