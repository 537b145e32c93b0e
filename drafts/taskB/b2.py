exec(open('edit1.py').read().split("A='acc")[0])
R='router-service/src/main/java/dev/cortado/router/'
T='router-service/src/test/java/dev/cortado/router/'
sub(R+'accounting/LeaseMessage.java',('''    public LeaseMessage {''','''    /// Counters that one message may speak of at most; accounting rejects a longer one.
    public static final int WANTS_MAX = 256;

    public LeaseMessage {'''))
sub(R+'hold/LeaseBook.java',('''        List<Waiting> asking = table.anyRecalled() ? List.of() : List.copyOf(queue);
''','''        List<Waiting> asking = table.anyRecalled() ? List.of() : Waiting.first(queue, LeaseMessage.WANTS_MAX);
'''))
sub(R+'hold/Waiting.java',('''    /// Whether no request waits for room on this path yet.''','''    /// As many of those at the front as speak of so many leases together; one in any case.
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

    /// Whether no request waits for room on this path yet.'''),
('import java.util.ArrayList;\n','import java.util.ArrayList;\nimport java.util.Collection;\nimport java.util.HashSet;\n'),
('import java.util.Optional;\n','import java.util.Optional;\nimport java.util.Set;\n'))
sub(R+'hold/LeaseTable.java',('''        for (Lease lease : List.copyOf(lively)) {
            if (isToLeaseAhead(''','''        for (Lease lease : List.copyOf(lively)) {
            if (wanted.size() >= LeaseMessage.WANTS_MAX) {
                break;
            }
            if (isToLeaseAhead('''),
('''        owed.forEach(lease -> wanted.putIfAbsent(lease, 0L));
        owed.clear();
''','''        for (Lease lease : List.copyOf(owed)) {
            if (wanted.size() < LeaseMessage.WANTS_MAX) {
                wanted.putIfAbsent(lease, 0L);
            }
        }
        owed.removeAll(wanted.keySet());
'''),
('''    /// should have. What is told''','''    /// should have; no more than fit into one message. What is told''') if False else ('''    /// @param asking requests that the message asks for
    List<LeaseMessage.Want> wants(''','''    /// What does not fit into one message is told in the next.
    ///
    /// @param asking requests that the message asks for
    List<LeaseMessage.Want> wants('''))
sub(R+'hold/LeasePost.java',('''            } else {
                send(letter(parcels, batch.urgent()), pace.retryFirst());
            }
''','''            } else {
                List<List<Parcel>> letters = fitting(parcels);
                further(letters.size() - 1);
                letters.forEach(each -> send(letter(each, batch.urgent()), pace.retryFirst()));
            }
'''),('''    /// The books of the next message, and its place among those under way.''','''    /// The parcels in as few messages as hold them.
    private static List<List<Parcel>> fitting(List<Parcel> parcels) {
        List<List<Parcel>> letters = new ArrayList<>();
        int room = 0;
        for (Parcel parcel : parcels) {
            if (letters.isEmpty() || parcel.wants.size() > room) {
                letters.add(new ArrayList<>());
                room = LeaseMessage.WANTS_MAX;
            }
            letters.getLast().add(parcel);
            room -= parcel.wants.size();
        }
        return letters;
    }

    private synchronized void further(int messages) {
        underWay += messages;
    }

    /// The books of the next message, and its place among those under way.'''))
sub(T+'hold/HoldsTest.java',('''    @Test
    void lease_messageThatIsWrong_isRejectedOnceAndForAll() {''','''    @Test
    void lease_moreCountersThanOneMessageHolds_goesAsSeveral() {
        accounting.wantsMax = LeaseMessage.WANTS_MAX;
        accounting.leaseFare = () -> Fare.after(Duration.ofMillis(5), Duration.ZERO);
        List<CompletableFuture<Taking>> all = new ArrayList<>();
        for (int n = 100; n < 500; n++) {
            accounting.ledger.counter(n, LimitUnit.REQUESTS, 10, MONTH_END);
            all.add(take(path(n), rung(10, 1)));
        }
        time.pass(Duration.ofMillis(20));

        all.forEach(HoldsTest::taken);
        assertTrue(accounting.messages.stream().allMatch(message -> message.wants().size() <= LeaseMessage.WANTS_MAX));
        all.forEach(each -> holds.giveUp(FIRST, ORG, taken(each).amounts()));
        time.pass(Duration.ofSeconds(1));
        assertEquals(0, accounting.ledger.granted(1, 499));
        assertTrue(accounting.messages.stream().allMatch(message -> message.wants().size() <= LeaseMessage.WANTS_MAX));
    }

    @Test
    void lease_messageThatIsWrong_isRejectedOnceAndForAll() {'''),('import java.util.List;\n','import java.util.ArrayList;\nimport java.util.List;\n'))
