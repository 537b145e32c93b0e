package dev.cortado.local.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the commands of tenants, keys, credit, spend and books show to a person, without `--json`.
class AdministrationCommandsTest {
    private static final String ORGANISATIONS = """
            [{"id": "org-1", "name": "acme", "state": "active", "identity": "none",
              "createdAt": "2026-11-01T00:00:00Z"},
             {"id": "org-2", "name": "globex", "state": "suspended", "createdAt": "2026-11-02T00:00:00Z"}]""";
    private static final String LIMITS = """
            [{"id": 7, "unit": "nano-usd", "window": "month", "zone": "UTC", "hard": true, "cap": 12500000000,
              "capUsd": "12.5", "alertPercents": [50, 90]}]""";

    @TempDir
    private Path data;

    private FakeStack stack;

    @BeforeEach
    void start() throws IOException {
        stack = FakeStack.start(data);
        stack.answer("GET /v1/organisations", ORGANISATIONS);
        stack.answer("GET /v1/organisations/org-1/teams", "[{\"id\": \"team-1\", \"name\": \"search\"}]");
        stack.answer("GET /v1/teams/team-1/projects", "[{\"id\": \"project-1\", \"name\": \"web\"}]");
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void tenantList_showsNameIdStateAndAge() {
        assertEquals("""
                name    id     state      created
                acme    org-1  active     2026-11-01T00:00:00Z
                globex  org-2  suspended  2026-11-02T00:00:00Z
                """, stack.printed("tenant", "list"));
    }

    @Test
    void tenantListBelowOne_showsItsTeams() {
        String[] lines = stack.printed("tenant", "list", "acme").split("\n", -1);
        assertEquals("name    id      state  created", lines[0]);
        assertTrue(lines[1].startsWith("search  team-1"), lines[1]);
    }

    @Test
    void tenantShow_showsItsFieldsAndLimits() {
        stack.answer("GET /v1/nodes/org-1/limits", LIMITS);
        assertEquals("""
                id  org-1
                name  acme
                state  active
                identity  none
                createdAt  2026-11-01T00:00:00Z
                limit  unit  window  zone  kind   cap  alerts
                    7  usd   month   UTC   hard  12.5  50% 90%
                """, stack.printed("tenant", "show", "acme"));
    }

    @Test
    void tenantSuspendAndResume_sayTheState() {
        stack.answer("POST /v1/organisations/org-1/suspend", "{\"id\": \"org-1\", \"state\": \"suspended\"}");
        stack.answer("POST /v1/organisations/org-1/resume", "{\"id\": \"org-1\", \"state\": \"active\"}");
        assertEquals("acme is suspended\n", stack.printed("tenant", "suspend", "acme"));
        assertEquals("acme is active\n", stack.printed("tenant", "resume", "acme"));
    }

    @Test
    void keyList_showsWhatAKeyIsKnownBy() {
        stack.answer("GET /v1/projects/project-1/keys", """
                [{"id": "key-1", "publicId": "AbC", "name": "ci", "state": "revoked",
                  "createdAt": "2026-11-03T00:00:00Z"}]""");
        assertEquals("""
                name  id     public id  state    created
                ci    key-1  AbC        revoked  2026-11-03T00:00:00Z
                """, stack.printed("key", "list", "acme/search/web"));
    }

    @Test
    void keyCreate_showsTheSecretAloneOnItsLine() {
        stack.answer("POST /v1/projects/project-1/keys", "{\"key\": {\"id\": \"key-1\"}, \"secret\": \"s3cret\"}");
        assertEquals("""
                s3cret
                id key-1; keep the secret, it is not shown again
                """, stack.printed("key", "create", "acme/search/web", "ci"));
    }

    @Test
    void credit_saysWhatIsPaidInAndWhatIsLeft() {
        stack.answer("POST /v1/nodes/org-1/credit", "{}");
        stack.answer("GET /v1/nodes/org-1/credit", "{\"balanceUsd\": \"3.25\"}");
        String paid = stack.printed("credit", "top-up", "acme", "12.50", "--reason", "an invoice");
        assertEquals("12.50 USD are paid in for acme\n", paid);
        assertEquals("{\"amountUsd\":\"12.50\",\"reason\":\"an invoice\"}", stack.sent());
        assertEquals("3.25 USD are left of the credit of acme\n", stack.printed("credit", "balance", "acme"));
    }

    @Test
    void spend_showsTokensChargeAndMargin() {
        stack.answer("GET /v1/spend", """
                {"from": "2026-11-01T00:00:00Z", "to": "2026-12-01T00:00:00Z", "asOf": "2026-11-20T10:00:00Z",
                 "groupings": ["variant"],
                 "lines": [{"by": {"variant": "small"}, "names": {}, "requests": 2, "chargeUsd": "0.5",
                   "correctionsUsd": "-0.1", "operatorCostUsd": "0.3", "marginUsd": "0.1",
                   "meters": {"prompt": {"tokens": 10}, "cached_prompt": {"tokens": 4}, "completion": {"tokens": 6}}}]}
                """);
        assertEquals("""
                variant  requests  prompt  cached  completion  charge  corrections  cost  margin
                small           2      10       4           6     0.5         -0.1   0.3     0.1
                USD; 2026-11-01T00:00:00Z to 2026-12-01T00:00:00Z, complete as of 2026-11-20T10:00:00Z
                """, stack.printed("spend", "--group", "variant"));
    }

    @Test
    void booksThatDiffer_areShown_andEndWithAnError() {
        stack.answer("GET /v1/ledger/verify", """
                {"balanced": false, "differences": [{"check": "counter", "subject": "limit 7",
                  "difference": "-3"}]}""");
        FakeStack.Ran ran = stack.run("ledger", "verify");
        assertEquals(1, ran.exitCode());
        assertEquals("""
                check    of       difference
                counter  limit 7          -3
                """, ran.printed());
        stack.answer("GET /v1/ledger/verify", "{\"balanced\": true, \"differences\": []}");
        assertEquals("the books agree\n", stack.printed("ledger", "verify"));
    }

    @Test
    void booksThatDifferOnSeveralPages_areShownWhole() {
        stack.answer("GET /v1/ledger/verify", """
                {"balanced": false, "differences": [{"check": "counter", "subject": "limit 7",
                  "difference": "-3"}], "next": "a+b"}""");
        stack.answer("GET /v1/ledger/verify?after=a%2Bb", """
                {"balanced": false, "differences": [{"check": "lease", "subject": "lease 9",
                  "difference": "1"}]}""");
        FakeStack.Ran ran = stack.run("ledger", "verify");
        assertEquals(1, ran.exitCode());
        assertEquals("""
                check    of       difference
                counter  limit 7          -3
                lease    lease 9           1
                """, ran.printed());
    }
}
