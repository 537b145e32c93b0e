package dev.cortado.bench.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RouterHistogramTest {

    private static final String METRICS = """
            # TYPE cortado_router_routes_seconds histogram
            cortado_router_routes_seconds_bucket{asked_accounting="false",outcome="Routed",le="2.0E-5"} 900.0
            cortado_router_routes_seconds_bucket{asked_accounting="false",outcome="Routed",le="1.0E-4"} 990.0
            cortado_router_routes_seconds_bucket{asked_accounting="false",outcome="Routed",le="0.001"} 999.0
            cortado_router_routes_seconds_bucket{asked_accounting="false",outcome="Routed",le="+Inf"} 1000.0
            cortado_router_routes_seconds_bucket{asked_accounting="true",outcome="Routed",le="+Inf"} 70000.0
            cortado_router_routes_seconds_bucket{asked_accounting="false",outcome="BudgetExhausted",le="+Inf"} 80000.0
            cortado_router_routes_seconds_count{asked_accounting="false",outcome="Routed"} 1000.0
            cortado_router_admissions_seconds_bucket{asked_accounting="false",le="1.0E-5"} 600.0
            cortado_router_admissions_seconds_bucket{asked_accounting="false",le="+Inf"} 1000.0
            cortado_router_admissions_seconds_bucket{asked_accounting="true",le="+Inf"} 70000.0
            """;

    @Test
    void of_eachTimer_readsItsOwnBuckets() {
        assertEquals(10, RouterHistogram.of(RouterHistogram.ADMISSIONS, METRICS).micros(0.5), 1e-9);
        assertEquals(20, RouterHistogram.of(RouterHistogram.ROUTES, METRICS).micros(0.5), 1e-9);
    }

    @Test
    void micros_areTheBoundThatTheShareStayedWithin() {
        RouterHistogram histogram = RouterHistogram.of(RouterHistogram.ROUTES, METRICS);

        assertEquals(20, histogram.micros(0.5), 1e-9);
        assertEquals(20, histogram.micros(0.9), 1e-9);
        assertEquals(100, histogram.micros(0.99), 1e-9);
        assertEquals(1_000, histogram.micros(0.999), 1e-9);
        assertEquals(Double.POSITIVE_INFINITY, histogram.micros(0.9999));
    }

    @Test
    void since_leavesOutWhatWasAdmittedBefore() {
        RouterHistogram before = RouterHistogram.of(RouterHistogram.ROUTES, METRICS);
        RouterHistogram after = RouterHistogram.of(
                RouterHistogram.ROUTES, METRICS.replace("999.0", "1999.0").replace("1000.0", "2000.0"));

        assertEquals(1_000, after.since(before).micros(0.5), 1e-9);
    }

    @Test
    void micros_ofARouterThatTellsNone_saysSo() {
        RouterHistogram none = RouterHistogram.of(RouterHistogram.ADMISSIONS, "# nothing");

        assertThrows(IllegalStateException.class, () -> none.micros(0.99));
    }
}
