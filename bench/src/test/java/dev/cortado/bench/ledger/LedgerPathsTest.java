package dev.cortado.bench.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LedgerPathsTest {

    private static final int ROUTERS = 4;
    private static final int TENANTS = 21;
    private static final int DRAWS = 100_000;

    @Test
    void any_isTheHotTenantsAFifthOfTheTime_byWhicheverRouter() {
        LedgerPaths paths = new LedgerPaths(
                IntStream.range(0, ROUTERS)
                        .mapToObj(router -> SomePaths.path(router, 0))
                        .toList(),
                IntStream.range(1, TENANTS)
                        .mapToObj(tenant -> SomePaths.path(tenant % ROUTERS, tenant))
                        .toList());
        SplittableRandom random = new SplittableRandom(1);
        Map<String, Integer> drawn = new HashMap<>();
        for (int n = 0; n < DRAWS; n++) {
            PathLeases path = paths.any(random);
            drawn.merge(path.tenant().organisation() + "/" + path.router(), 1, Integer::sum);
        }

        for (int router = 0; router < ROUTERS; router++) {
            assertEquals(DRAWS / 5.0 / ROUTERS, drawn.getOrDefault("o0/" + router, 0), 400, "router " + router);
        }
        for (int tenant = 1; tenant < TENANTS; tenant++) {
            assertEquals(
                    DRAWS * 0.8 / (TENANTS - 1),
                    drawn.getOrDefault("o" + tenant + "/" + tenant % ROUTERS, 0),
                    400,
                    "tenant " + tenant);
        }
    }

    @Test
    void serves_allRoutersTheHotTenant_andOneEachOther() {
        List<Long> routers = IntStream.range(0, TENANTS)
                .mapToObj(tenant -> IntStream.range(0, ROUTERS)
                        .filter(router -> LedgerPaths.serves(router, tenant, ROUTERS))
                        .count())
                .toList();

        assertEquals((long) ROUTERS, routers.getFirst());
        assertEquals(List.of(1L), routers.stream().skip(1).distinct().toList());
    }
}
