package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.cortado.accounting.lease.LeaseOrder;
import dev.cortado.accounting.lease.LeaseWant;
import dev.cortado.accounting.lease.Recalled;
import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.posting.Hold;
import dev.cortado.accounting.posting.PostingBatch;
import dev.cortado.accounting.posting.PostingOutcome.Posted;
import dev.cortado.accounting.posting.PostingRow;
import dev.cortado.accounting.store.TestBooks.Usages;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What users of other systems complain of under charging, each shown not to happen here.
class ChargingComplaintsTest {

    private static final int EVENTS = 40;

    private TestBooks books;

    @BeforeEach
    void open() {
        books = new TestBooks(TestDatabase.create());
    }

    @AfterEach
    void booksAgree() {
        assertEquals(List.of(), books.differences());
        books.at.close();
    }

    /// Two posters, two routers that grow and shrink, and refunds, all on the same leases in any order.
    @Test
    void deadlocksDropSpendRecords_everyEventIsPostedOnce() {
        List<CounterId> counters = List.of(
                books.counter("nano-usd", true, 1_000_000),
                books.counter("nano-usd", true, 1_000_000),
                books.counter("nano-usd", true, 1_000_000));
        List<List<Usages>> partitions = new ArrayList<>();
        for (int partition = 0; partition < 2; partition++) {
            partitions.add(new ArrayList<>());
        }
        SessionId session = books.session("router-1");
        List<Hold> holds = counters.stream()
                .map(counter -> books.hold(session, counter, LimitUnit.NANO_USD, 0, 100_000))
                .toList();
        for (int i = 0; i < 2 * EVENTS; i++) {
            List<Hold> shuffled = new ArrayList<>(holds);
            Collections.shuffle(shuffled, new java.util.Random(i));
            partitions.get(i % 2).add(books.usage(session, shuffled, 10).inPartition(i % 2));
        }
        AtomicLong seq = new AtomicLong(1_000);
        List<Thread> threads = new ArrayList<>();
        for (int partition = 0; partition < 2; partition++) {
            int its = partition;
            threads.add(Thread.ofVirtual().start(() -> postOneByOne(its, partitions.get(its))));
        }
        for (int i = 0; i < 2; i++) {
            threads.add(Thread.ofVirtual().start(() -> growAndShrink(session, counters, seq)));
        }
        threads.forEach(TestBooks::join);
        assertEquals(2 * EVENTS, books.at.number("select count(*) from usage"));
        assertEquals(20L * EVENTS, books.at.number("select min(posted) from lease"));
        assertEquals(20L * EVENTS, books.at.number("select max(posted) from lease"));
    }

    /// A poster dies after its commit, the log is read again from its start, by as many as there are.
    @Test
    void aRestartMultipliesRecordedSpend_replayedFromTheStartItCountsOnce() {
        CounterId counter = books.counter("nano-usd", true, 10_000);
        SessionId session = books.session("router-1");
        Hold hold = books.hold(session, counter, LimitUnit.NANO_USD, 0, 1_000);
        List<PostingRow> rows = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            rows.add(books.usage(session, List.of(hold), 5).at(i));
        }
        PostingBatch all = new PostingBatch(List.of(new PostingBatch.Stretch(0, 0, EVENTS, Instant.now())), rows);
        for (int restart = 0; restart < 3; restart++) {
            assertEquals(
                    new Posted(restart == 0 ? EVENTS : 0, restart == 0 ? 0 : EVENTS, 0, 0, 0),
                    books.posting.post(all).await().indefinitely());
            books.at.execute("select restart_log(0, " + EVENTS + ")");
        }
        assertEquals(5L * EVENTS, books.at.number("select sum(charge) from usage"));
        assertEquals(5L * EVENTS, books.at.number("select spent from counter_spent"));
        assertEquals(5L * EVENTS, books.balance("tenant", "project"));
    }

    @Test
    void enforcedAndRecordedSpendDiffer_counterLeaseUsageAndLedgerSayTheSame() {
        CounterId counter = books.counter("nano-usd", true, 1_000);
        SessionId session = books.session("router-1");
        Hold hold = books.hold(session, counter, LimitUnit.NANO_USD, 0, 500);
        Usages usage = books.usage(session, List.of(hold), 70);
        books.post(
                usage,
                books.usage(session, List.of(hold), 30),
                books.usage(session, List.of(hold), 9).comingLate());
        books.correct(usage, "refund", 25);
        assertEquals(75, books.at.number("select spent from counter_spent"));
        assertEquals(75, books.at.number("select posted - refunded from lease"));
        assertEquals(75, books.balance("tenant", "project"));
        assertEquals(
                75, books.at.number("select (select sum(charge) from usage) - (select sum(amount) from correction)"));
    }

    @Test
    void batchSpendNeverReachesTheKey_theKeysOwnLimitIsCharged() {
        books.at.execute("insert into api_key (id, public_id, secret_sha256, organisation, project, name) values "
                + "('key', 'abcdefgh01234567', decode(repeat('ab', 32), 'hex'), 'org', 'project', 'key')");
        books.at.execute("insert into tenant_limit (node, unit, window_kind, zone, hard, cap_target, version) values "
                + "('key', 'nano-usd', 'day', 'UTC', true, 500, 1)");
        CounterId counter = new CounterId(books.at.number(
                "insert into counter (tenant_limit, start_at, end_at, hard, cap_in_force) select id, now() - interval "
                        + "'1 hour', now() + interval '1 hour', true, 500 from tenant_limit returning id"));
        SessionId session = books.session("router-1");
        Hold hold = books.hold(session, counter, LimitUnit.NANO_USD, 0, 200);
        assertInstanceOf(
                Posted.class, books.post(books.usage(session, List.of(hold), 80).inBatchLane()));
        assertEquals("batch 80", books.at.text("select lane || ' ' || charge from usage"));
        assertEquals(80, books.at.number("select spent from counter_spent where id = " + counter.value()));
    }

    private void postOneByOne(int partition, List<Usages> usages) {
        IntStream.range(0, usages.size())
                .forEach(at -> books.posting
                        .post(new PostingBatch(
                                List.of(new PostingBatch.Stretch(partition, at, at + 1L, Instant.now())),
                                List.of(usages.get(at).at(at))))
                        .onFailure(Database::isTransient)
                        .retry()
                        .indefinitely()
                        .await()
                        .indefinitely());
    }

    private void growAndShrink(SessionId session, List<CounterId> counters, AtomicLong seq) {
        for (int i = 0; i < EVENTS; i++) {
            List<LeaseWant> wants = new ArrayList<>();
            for (CounterId counter : counters) {
                wants.add(new LeaseWant(counter, 1_000, 100_000 + i));
            }
            Collections.shuffle(wants, new java.util.Random(i));
            books.leases
                    .order(
                            new LeaseOrder(
                                    session,
                                    seq.incrementAndGet(),
                                    UUID.randomUUID().toString(),
                                    wants),
                            Recalled.ENOUGH)
                    .onFailure(Database::isTransient)
                    .retry()
                    .indefinitely()
                    .await()
                    .indefinitely();
        }
    }
}
