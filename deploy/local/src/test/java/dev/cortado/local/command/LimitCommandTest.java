package dev.cortado.local.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitCommandTest {
    private static final int USAGE = 2;
    private static final String LIMIT = """
            {"id": 7, "unit": "nano-usd", "window": "month", "zone": "UTC", "hard": false, "cap": 12500000000,
             "capUsd": "12.5", "alertPercents": [], "capHolds": "now", "inForce": false,
             "warnings": ["the cap is above that of a node above"]}""";

    @TempDir
    private Path data;

    private FakeStack stack;

    @BeforeEach
    void start() throws IOException {
        stack = FakeStack.start(data);
        stack.answer("GET /v1/limits/7", LIMIT);
        stack.answer("PUT /v1/limits/7", LIMIT);
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void change_showsTheLimitAndWhenItHolds() {
        assertEquals("""
                limit  unit  window  zone  kind   cap  alerts
                    7  usd   month   UTC   soft  12.5  none
                the cap holds: now
                not every router has heard of it yet
                note: the cap is above that of a node above
                """, stack.printed("limit", "change", "7", "--cap", "12.50"));
        assertEquals("{\"capUsd\":\"12.50\"}", stack.sent());
    }

    @Test
    void changeToHardOrSoft_sendsThatAlone() {
        assertEquals("{\"hard\":true}", sent("--hard"));
        assertEquals("{\"hard\":false}", sent("--soft"));
        assertEquals("{\"hard\":false,\"alertPercents\":[80]}", sent("--alert", "80", "--soft"));
    }

    @Test
    void changeToHardAndSoft_isRefusedBeforeAnythingIsAsked() {
        FakeStack.Ran ran = stack.run("limit", "change", "7", "--hard", "--soft");
        assertEquals(USAGE, ran.exitCode());
        assertEquals(0, stack.asked().size());
    }

    @Test
    void alerts_areSetOrCleared_andLeftWhereNotNamed() {
        assertEquals("{\"alertPercents\":[50,90]}", sent("--alert", "50,90"));
        assertEquals("{\"alertPercents\":[]}", sent("--alert", "none"));
        assertEquals("{\"zone\":\"UTC\"}", sent("--zone", "UTC"));
    }

    @Test
    void alertThatIsNoPercent_isRefusedBeforeAnythingIsAsked() {
        for (String wrong : new String[] {"all", "50,none", "1.5"}) {
            FakeStack.Ran ran = stack.run("limit", "change", "7", "--alert", wrong);
            assertEquals(1, ran.exitCode(), wrong);
        }
        assertEquals(0, stack.asked().size());
    }

    @Test
    void list_showsLimitsAndWhatIsSpent() {
        stack.answer("GET /v1/nodes/org-1/limits", "[" + LIMIT + "]");
        stack.answer("GET /v1/nodes/org-1/counters", """
                [{"limit": 7, "unit": "nano-usd", "spentUsd": "1.25", "capUsd": "12.5",
                  "windowEnd": "2026-12-01T00:00:00Z"}]""");
        assertEquals("""
                limit  unit  window  zone  kind   cap  alerts
                    7  usd   month   UTC   soft  12.5  none

                limit  unit  spent    of  until
                    7  usd    1.25  12.5  2026-12-01T00:00:00Z
                """, stack.printed("limit", "list", "id:org-1"));
    }

    @Test
    void forecast_saysWhereItWillStand() {
        stack.answer("GET /v1/limits/7/forecast", """
                {"limit": 7, "unit": "nano-usd", "spentUsd": "1.25", "capUsd": "12.5", "atEndUsd": "15",
                 "atEnd": 15000000000, "windowEnd": "2026-12-01T00:00:00Z", "capReachedAt": "2026-11-25T00:00:00Z",
                 "method": "linear"}""");
        assertEquals("""
                spent 1.25 of 12.5 usd
                expected 15 by 2026-12-01T00:00:00Z
                the cap is reached at 2026-11-25T00:00:00Z
                (linear)
                """, stack.printed("limit", "forecast", "7"));
    }

    /// What `limit change 7` with these options sends.
    private String sent(String... options) {
        List<String> command = new ArrayList<>(List.of("limit", "change", "7"));
        command.addAll(List.of(options));
        stack.printed(command.toArray(new String[0]));
        return stack.sent();
    }
}
