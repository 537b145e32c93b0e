package dev.cortado.local.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutingRuleCommandTest {
    private static final String AT = "/v1/nodes/team-1/routing-rule";
    private static final String RULE = """
            {"node": "team-1", "variants": ["medium", "small"], "residency": null, "usdPerUtility": "0.002",
             "explorationShare": null, "paysForHedges": false}""";
    private static final String NONE = """
            {"node": "team-1", "variants": null, "residency": null, "usdPerUtility": null, "explorationShare": null,
             "paysForHedges": null}""";

    @TempDir
    private Path data;

    private FakeStack stack;

    @BeforeEach
    void start() throws IOException {
        stack = FakeStack.start(data);
        stack.answer("GET " + AT, RULE);
        stack.answer("PUT " + AT, RULE);
        stack.answer("DELETE " + AT, NONE);
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void show_tellsWhatTheRuleSays() {
        assertEquals("""
                rule           value
                variants       medium, small
                usdPerUtility  0.002
                paysForHedges  false
                """, stack.printed("tenant", "rule", "show", "id:team-1"));
    }

    @Test
    void set_sendsWhatIsNamed() {
        stack.printed("tenant", "rule", "set", "id:team-1", "--usd-per-utility", "0.002", "--pays-for-hedges", "false");
        assertEquals("{\"usdPerUtility\":\"0.002\",\"paysForHedges\":false}", stack.sent());

        stack.printed("tenant", "rule", "set", "id:team-1", "--policy", "knee", "--utility-min", "0.7");
        assertEquals("{\"policy\":\"knee\",\"utilityMin\":0.7}", stack.sent());

        stack.printed("tenant", "rule", "set", "id:team-1", "--engagement", "opened=0.2,replied=1");
        assertEquals("{\"engagement\":{\"opened\":0.2,\"replied\":1.0}}", stack.sent());

        stack.printed("tenant", "rule", "set", "id:team-1", "--variants", "small,medium", "--residency", "eu");
        assertEquals("{\"variants\":[\"small\",\"medium\"],\"residency\":\"eu\"}", stack.sent());
    }

    @Test
    void trial_isSentWhole_andNeedsItsNameAndPolicy() {
        stack.printed(
                "tenant",
                "rule",
                "set",
                "id:team-1",
                "--trial-name",
                "t",
                "--trial-policy",
                "knee",
                "--trial-share",
                "0.2");
        assertEquals("{\"trial\":{\"name\":\"t\",\"policy\":\"knee\",\"shadow\":false,\"share\":0.2}}", stack.sent());

        int asked = stack.asked().size();
        assertEquals(
                2,
                stack.run("tenant", "rule", "set", "id:team-1", "--trial-share", "0.2")
                        .exitCode());
        assertEquals(asked, stack.asked().size());

        stack.answer("GET " + AT, """
                {"node": "team-1", "variants": null, "trial":
                 {"name": "t", "policy": "knee", "usdPerUtility": null, "share": 0.2, "shadow": false}}""");
        assertEquals("""
                rule   value
                trial  name t, policy knee, share 0.2, shadow false
                """, stack.printed("tenant", "rule", "show", "id:team-1"));
    }

    @Test
    void remove_leavesNone() {
        assertEquals("no rule of its own\n", stack.printed("tenant", "rule", "remove", "id:team-1"));
        assertEquals("DELETE", stack.asked().getLast().method());
    }
}
