package dev.cortado.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.OrganisationId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RouterOrderTest {

    private static final int ORGANISATIONS = 10_000;
    private static final List<String> FOUR =
            List.of("10.0.0.1:27402", "10.0.0.2:27402", "10.0.0.3:27402", "10.0.0.4:27402");

    private static List<OrganisationId> organisations() {
        return IntStream.range(0, ORGANISATIONS)
                .mapToObj(number -> new OrganisationId("org-" + number))
                .toList();
    }

    private static List<String> order(List<String> routers, OrganisationId organisation) {
        return new RouterOrder(routers)
                .of(organisation).stream().map(routers::get).toList();
    }

    @Test
    void order_isTheSameAtEveryGateway_howeverItListsTheRouters() {
        for (OrganisationId organisation : organisations()) {
            assertEquals(order(FOUR, organisation), order(FOUR.reversed(), organisation));
        }
    }

    @Test
    void order_givesEachRouterItsShare_alsoAsSecondChoice() {
        int[] first = new int[4];
        int[] second = new int[4];
        RouterOrder order = new RouterOrder(FOUR);
        for (OrganisationId organisation : organisations()) {
            first[order.of(organisation).get(0)]++;
            second[order.of(organisation).get(1)]++;
        }
        for (int router = 0; router < 4; router++) {
            assertEquals(2_500, first[router], 200, "organisations that prefer router " + router);
            assertEquals(2_500, second[router], 200, "organisations with router " + router + " as second choice");
        }
    }

    @Test
    void routerThatLeaves_movesItsOwnOrganisationsOnly_eachToItsSecondChoice() {
        List<String> left = FOUR.subList(0, 3);
        int moved = 0;
        for (OrganisationId organisation : organisations()) {
            List<String> before = order(FOUR, organisation);
            List<String> after = order(left, organisation);
            if (before.getFirst().equals(FOUR.getLast())) {
                moved++;
                assertEquals(before.get(1), after.getFirst());
            } else {
                assertEquals(before.getFirst(), after.getFirst());
            }
        }
        assertTrue(moved > ORGANISATIONS / 5 && moved < ORGANISATIONS * 3 / 10, moved + " moved");
    }

    @Test
    void noRouter_orOneTwice_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new RouterOrder(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new RouterOrder(List.of("a:1", "a:1")));
    }
}
