package dev.cortado.router.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decide.World;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.fake.VirtualTime;
import dev.cortado.router.fleet.Node;
import dev.cortado.router.fleet.Occupancy;
import dev.cortado.router.fleet.VariantLoad;
import dev.cortado.router.hold.AttemptKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeHealthTest {

    private static final VariantId OTHER = new VariantId("other");
    private final VirtualTime time = new VirtualTime();
    private final List<String> told = new ArrayList<>();
    private final NodeHealth health = new NodeHealth(
            Rig.HEALTH,
            new HealthWatcher() {
                @Override
                public void ejected(NodeId node, int failures, int attempts, Duration ejectedFor) {
                    told.add(node + " " + failures + "/" + attempts + " " + ejectedFor.toSeconds() + " s");
                }

                @Override
                public void returned(NodeId node) {
                    told.add(node + " returned");
                }
            },
            time);
    private final Node a = serving("a", World.SMALL);
    private final Node b = serving("b", World.SMALL);
    private int attempts;

    @Test
    void ended_failuresInARow_ejectTheNodeForATime() {
        fail(a, 2);
        assertEquals(List.of(a, b), usable());
        fail(a, 1);

        assertEquals(List.of(b), usable());
        assertEquals(List.of("a 3/3 2 s"), told);
        time.pass(Duration.ofSeconds(2));
        assertEquals(List.of(a, b), usable());
    }

    @Test
    void ended_ofTheOnlyNodeOfALabel_keepsServing_thoughOthersHaveTheVariant() {
        NodeHealth labelled = new NodeHealth(Rig.HEALTH, new SilentHealthWatcher(), time, pool -> Set.of(pool.value()));
        Node far = new Node(
                a.id(), a.incarnation(), a.address(), new PoolId("far"), a.lanes(), a.variants(), false, true, 0);
        for (int i = 0; i < 3; i++) {
            AttemptKey attempt = new AttemptKey(ReservationId.at(Instant.EPOCH), i + 1);
            labelled.placed(far.id(), far.incarnation(), attempt);
            labelled.ended(far.id(), far.incarnation(), attempt, Verdict.FAILED);
        }

        assertEquals(List.of(far, b), labelled.usable(List.of(far, b)));
        assertEquals(1, labelled.troubledCount());
    }

    @Test
    void ended_ofTheOnlyNodeOfALane_keepsServing_thoughOthersHaveTheVariant() {
        Node batch = new Node(
                a.id(), a.incarnation(), a.address(), a.pool(), Set.of(Lane.BATCH), a.variants(), false, true, 0);
        fail(batch, 3);

        assertEquals(List.of(batch, b), health.usable(List.of(batch, b)));
    }

    @Test
    void ended_successBetween_beginsTheRowAnew() {
        fail(a, 2);
        succeed(a);
        fail(a, 2);

        assertEquals(List.of(a, b), usable());
    }

    @Test
    void ended_halfOfEnoughAttempts_ejects() {
        for (int i = 0; i < 4; i++) {
            succeed(a);
            fail(a, 1);
        }
        succeed(a);
        assertEquals(List.of(a, b), usable());
        fail(a, 1);

        assertEquals(List.of(b), usable());
        assertEquals(List.of("a 5/10 2 s"), told);
    }

    @Test
    void ended_failuresOlderThanTheWindow_countNoMore() {
        for (int i = 0; i < 4; i++) {
            succeed(a);
            fail(a, 1);
        }
        time.pass(Duration.ofSeconds(31));
        succeed(a);
        fail(a, 1);

        assertEquals(List.of(a, b), usable());
    }

    @Test
    void ended_undecided_saysNothing() {
        for (int i = 0; i < 20; i++) {
            end(a, Verdict.UNDECIDED);
        }

        assertEquals(List.of(a, b), usable());
    }

    @Test
    void placed_afterTheEjection_isTheOnlyProbe() {
        fail(a, 3);
        time.pass(Duration.ofSeconds(2));
        AttemptKey probe = place(a);

        assertEquals(List.of(b), usable(), "others keep away until the probe is over");
        health.ended(a.id(), a.incarnation(), probe, Verdict.SUCCEEDED);
        assertEquals(List.of(a, b), usable());
        assertEquals("a returned", told.getLast());
    }

    @Test
    void placed_probeFails_isEjectedTwiceAsLongUpToAMost() {
        fail(a, 3);
        List<Integer> seconds = List.of(2, 4, 8, 16, 32, 60, 60);
        for (int i = 1; i < seconds.size(); i++) {
            time.pass(Duration.ofSeconds(seconds.get(i - 1)));
            assertEquals(List.of(a, b), usable());
            health.ended(a.id(), a.incarnation(), place(a), Verdict.FAILED);
            assertEquals(List.of(b), usable());
            assertTrue(told.getLast().endsWith(" " + seconds.get(i) + " s"), told.toString());
        }
    }

    @Test
    void placed_probeUndecided_leavesTheNextOneToTry() {
        fail(a, 3);
        time.pass(Duration.ofSeconds(2));
        health.ended(a.id(), a.incarnation(), place(a), Verdict.UNDECIDED);

        assertEquals(List.of(a, b), usable());
    }

    @Test
    void placed_probeUnheardOf_isFollowedByAnother() {
        fail(a, 3);
        time.pass(Duration.ofSeconds(2));
        AttemptKey lost = place(a);
        time.pass(Duration.ofSeconds(10));
        assertEquals(List.of(a, b), usable());
        AttemptKey probe = place(a);

        health.ended(a.id(), a.incarnation(), lost, Verdict.SUCCEEDED);
        assertEquals(List.of(b), usable(), "only the probe speaks for the node");
        health.ended(a.id(), a.incarnation(), probe, Verdict.SUCCEEDED);
        assertEquals(List.of(a, b), usable());
    }

    @Test
    void ended_ejectedAgainAfterLongHealth_isAFirstTime() {
        fail(a, 3);
        time.pass(Duration.ofSeconds(2));
        health.ended(a.id(), a.incarnation(), place(a), Verdict.SUCCEEDED);
        fail(a, 3);
        assertEquals("a 3/3 4 s", told.getLast());
        time.pass(Duration.ofSeconds(4));
        health.ended(a.id(), a.incarnation(), place(a), Verdict.SUCCEEDED);
        for (int i = 0; i < 6; i++) {
            time.pass(Duration.ofSeconds(10));
            succeed(a);
        }
        fail(a, 3);

        assertTrue(told.getLast().endsWith(" 2 s"), told.toString());
    }

    @Test
    void usable_restartedNode_beginsClean() {
        fail(a, 3);
        Node again = new Node(
                a.id(),
                new NodeIncarnation("a-b"),
                a.address(),
                a.pool(),
                a.lanes(),
                a.variants(),
                false,
                true,
                time.nanos());

        assertEquals(List.of(again, b), health.usable(List.of(again, b)));
    }

    @Test
    void usable_onlyNodeOfAVariant_servesItOn() {
        Node alone = serving("c", World.SMALL, OTHER);
        fail(alone, 3);

        List<Node> usable = health.usable(List.of(alone, b));
        assertEquals(List.of("c", "b"), names(usable));
        assertEquals(
                List.of(OTHER),
                usable.getFirst().variants().stream().map(VariantLoad::variant).toList());
    }

    @Test
    void usable_allFail_theLeastFailingServeOn() {
        Node c = serving("c", World.SMALL);
        Node d = serving("d", World.SMALL);
        List.of(a, b, c, d).forEach(node -> {
            if (Set.of(b, d).contains(node)) {
                succeed(node);
            }
            fail(node, 3);
        });

        assertEquals(List.of("b", "d"), names(health.usable(List.of(a, b, c, d))));
    }

    @Test
    void usable_nodeNotReadyForTheVariant_isNoneOfThoseThatServeIt() {
        VariantLoad ready = World.load(World.SMALL, new Occupancy(4, 0, 0, 8));
        Node loading = World.node(
                "b",
                "pool",
                new VariantLoad(
                        World.SMALL,
                        false,
                        ready.context(),
                        ready.occupancy(),
                        ready.templateFixed(),
                        ready.templatePerMessage(),
                        null,
                        Set.of()));
        fail(a, 3);

        assertEquals(List.of("a", "b"), names(health.usable(List.of(a, loading))));
    }

    /// However attempts end, whichever nodes come and go: of each variant's nodes at least half serve on.
    @Test
    void usable_anyOrderOfEnds_neverLeavesOutMoreThanTheShare() {
        Random random = new Random(7);
        List<VariantId> variants = List.of(World.SMALL, World.MEDIUM, World.LARGE);
        for (int run = 0; run < 200; run++) {
            List<Node> nodes = IntStream.range(0, 1 + random.nextInt(7))
                    .mapToObj(i -> serving("n" + i, variants.subList(0, 1 + random.nextInt(3))))
                    .toList();
            double failing = random.nextDouble();
            for (int step = 0; step < 100; step++) {
                Node node = nodes.get(random.nextInt(nodes.size()));
                AttemptKey attempt = place(node);
                time.pass(Duration.ofMillis(random.nextInt(1_000)));
                health.ended(
                        node.id(),
                        node.incarnation(),
                        attempt,
                        random.nextDouble() < failing ? Verdict.FAILED : Verdict.SUCCEEDED);
                List<Node> up =
                        nodes.stream().filter(_ -> random.nextDouble() < .8).toList();
                for (VariantId variant : variants) {
                    int all = servers(up, variant).size();
                    Set<NodeId> left = servers(health.usable(up), variant);
                    assertTrue(left.size() >= all - all / 2, left + " of " + all);
                }
            }
        }
    }

    private static Set<NodeId> servers(List<Node> nodes, VariantId variant) {
        Set<NodeId> ids = new HashSet<>();
        nodes.stream().filter(node -> node.load(variant).isPresent()).forEach(node -> ids.add(node.id()));
        return ids;
    }

    private List<Node> usable() {
        return health.usable(List.of(a, b));
    }

    private static List<String> names(List<Node> nodes) {
        return nodes.stream().map(node -> node.id().value()).toList();
    }

    private static Node serving(String id, VariantId... variants) {
        return serving(id, List.of(variants));
    }

    private static Node serving(String id, List<VariantId> variants) {
        return World.node(
                id,
                "pool",
                variants.stream()
                        .map(variant -> World.load(variant, new Occupancy(4, 0, 0, 8)))
                        .toArray(VariantLoad[]::new));
    }

    private AttemptKey place(Node node) {
        AttemptKey attempt = new AttemptKey(ReservationId.at(Instant.EPOCH), ++attempts);
        health.placed(node.id(), node.incarnation(), attempt);
        return attempt;
    }

    private void end(Node node, Verdict verdict) {
        health.ended(node.id(), node.incarnation(), place(node), verdict);
    }

    private void fail(Node node, int times) {
        for (int i = 0; i < times; i++) {
            end(node, Verdict.FAILED);
        }
    }

    private void succeed(Node node) {
        end(node, Verdict.SUCCEEDED);
    }
}
