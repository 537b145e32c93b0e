package dev.cortado.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.gateway.admit.Admission;
import dev.cortado.gateway.authenticate.Authentication;
import dev.cortado.gateway.complete.Refusal;
import dev.cortado.gateway.generate.AttemptRefusal;
import dev.cortado.gateway.route.Budget;
import dev.cortado.gateway.route.Nearest;
import dev.cortado.gateway.route.RouteRefusal;
import dev.cortado.gateway.route.SignedWord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiErrorsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Budget BUDGET =
            new Budget.Limited(NanoUsd.of(7_000), NanoUsd.ofUsd("10"), NOW.plusSeconds(90), NOW);

    private final ApiErrors errors = new ApiErrors(
            InstantSource.fixed(NOW), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3));

    private ApiError of(RouteRefusal refusal) {
        return errors.of(new Refusal.NotRouted(refusal));
    }

    private static void assertError(int status, String code, ApiError error) {
        assertEquals(status, error.status());
        assertEquals(code, error.code());
    }

    @Test
    void routeRefusals_haveTheirStatusAndCode() {
        Duration none = Duration.ZERO;
        assertError(404, "model_not_found", of(new RouteRefusal.UnknownModel("", List.of("auto"))));
        assertError(422, "utility_unreachable", of(new RouteRefusal.UtilityUnreachable("", .8, null)));
        assertError(422, "cost_unreachable", of(new RouteRefusal.CostUnreachable("", NanoUsd.of(5), null)));
        assertError(403, "model_not_allowed", of(new RouteRefusal.VariantNotAllowed("")));
        assertError(422, "residency_unreachable", of(new RouteRefusal.ResidencyUnreachable("")));
        assertError(429, "insufficient_quota", of(new RouteRefusal.BudgetExhausted("", BUDGET)));
        assertError(429, "rate_limit_exceeded", of(new RouteRefusal.RateLimited("", "tokens", BUDGET, none)));
        assertError(503, "service_unavailable", of(new RouteRefusal.NoNode("", none)));
        assertError(503, "service_unavailable", of(new RouteRefusal.AccountingUnavailable("", none)));
        assertError(503, "service_unavailable", of(new RouteRefusal.UnknownPrice("no price for v")));
        assertError(503, "service_unavailable", of(new RouteRefusal.RouterUnreachable("")));
        assertError(503, "service_unavailable", of(new RouteRefusal.UnknownReservation("")));
        assertError(403, "account_suspended", of(new RouteRefusal.TenantSuspended("")));
        assertError(403, "unknown_tenant", of(new RouteRefusal.UnknownTenant("")));
        assertError(400, "context_length_exceeded", of(new RouteRefusal.ContextTooLong("", 9_000, 8192)));
        assertError(400, "unsupported_parameter", of(new RouteRefusal.Unsupported("", List.of())));
    }

    @Test
    void unreachableWishes_sayWhatIsReachable() {
        assertTrue(of(new RouteRefusal.UtilityUnreachable("", .8194, null))
                .message()
                .contains("0.819"));
        assertTrue(of(new RouteRefusal.CostUnreachable("", NanoUsd.of(5_000), null))
                .message()
                .contains("0.000005 USD"));
        assertTrue(of(new RouteRefusal.UnknownPrice("no price for v")).message().contains("no price for v"));
    }

    @Test
    void unmetWishes_nameTheNearestAndWhatToSend() {
        Nearest medium = new Nearest(
                "medium-1",
                "cpu-small",
                .678,
                NanoUsd.of(111_000),
                Duration.ofSeconds(6),
                .678,
                NanoUsd.of(142_500),
                null);

        ApiError error = of(new RouteRefusal.CostUnreachable("too dear", NanoUsd.of(300_000), medium));

        assertError(422, "cost_unreachable", error);
        assertTrue(error.message().endsWith("send utility_min 0.678 and cost_max_usd 0.0001425"), error.message());
        assertTrue(error.message().contains("medium-1 in cpu-small, of utility 0.678"), error.message());
        assertEquals("medium-1", error.facts().get("nearest_variant"));
        assertEquals("0.000111", error.facts().get("nearest_cost_usd"));
        assertEquals("0.678", error.facts().get("send_utility_min"));
        assertEquals("0.0001425", error.facts().get("send_cost_max_usd"));
        assertNull(error.facts().get("send_latency_max_ms"));
        assertError(
                422, "latency_unreachable", of(new RouteRefusal.LatencyUnreachable("", Duration.ofMillis(800), null)));
    }

    @Test
    void contextTooLong_namesBothFigures_asFarAsTheyAreKnown() {
        ApiError both = of(new RouteRefusal.ContextTooLong("", 9_000, 8_192));
        assertTrue(both.message().contains("at least 9000 tokens"), both.message());
        assertTrue(both.message().contains("context of 8192 tokens"), both.message());
        assertEquals("9000", both.facts().get("prompt_tokens_min"));
        assertEquals("8192", both.facts().get("context_tokens_max"));

        ApiError one = of(new RouteRefusal.ContextTooLong("too long", 0, 8_192));
        assertEquals("too long", one.message());
        assertNull(one.facts().get("prompt_tokens_min"));
    }

    @Test
    void quota_forbidsRetriesAndSaysWhenItRenews() {
        ApiError error = of(new RouteRefusal.BudgetExhausted("", BUDGET));
        assertEquals("false", error.headers().get("x-should-retry"));
        assertEquals("90", error.headers().get("retry-after"));
        assertEquals("0.000007", error.facts().get("budget_remaining_usd"));
        assertEquals("2026-11-23T12:01:30Z", error.facts().get("renews_at"));
    }

    @Test
    void limitOverAllTime_namesNoTimeToComeAgain() {
        Instant never = Instant.parse("9999-12-31T00:00:00Z");
        ApiError spent = of(new RouteRefusal.BudgetExhausted(
                "", new Budget.Limited(NanoUsd.of(7_000), NanoUsd.ofUsd("10"), never, Instant.EPOCH)));
        assertEquals("false", spent.headers().get("x-should-retry"));
        assertNull(spent.headers().get("retry-after"));
        assertNull(spent.facts().get("renews_at"));
        assertTrue(spent.message().endsWith("it never renews"), spent.message());

        ApiError asked = of(new RouteRefusal.RateLimited("", "requests", BUDGET, Duration.ofDays(2_912_000)));
        assertError(429, "rate_limit_exceeded", asked);
        assertEquals("false", asked.headers().get("x-should-retry"));
        assertNull(asked.headers().get("retry-after"));
    }

    @Test
    void holdTooSmall_isQuotaWithTheBudgetAfterSettling() {
        AttemptRefusal why = new AttemptRefusal(
                new SignedWord() {}, AttemptRefusal.Kind.HOLD_TOO_SMALL, "", 9, NanoUsd.of(8_000), 0);
        ApiError error = errors.of(new Refusal.HoldTooSmall(why, BUDGET));
        assertError(429, "insufficient_quota", error);
        assertTrue(error.message().contains("0.000008 USD for 9 prompt tokens"), error.message());
        assertTrue(error.message().contains("0.000007 USD of 10 USD is left"), error.message());
    }

    @Test
    void holdTooSmall_promptThatNobodyCounted_namesNoCount() {
        AttemptRefusal why = new AttemptRefusal(
                new SignedWord() {}, AttemptRefusal.Kind.HOLD_TOO_SMALL, "", 0, NanoUsd.of(8_000), 0);
        ApiError error = errors.of(new Refusal.HoldTooSmall(why, BUDGET));
        assertTrue(error.message().contains("may cost 0.000008 USD by the bytes of the prompt"), error.message());
        assertFalse(error.message().contains("0 prompt tokens"), error.message());
    }

    @Test
    void contextTooLong_saysWhatTheNodeSaid() {
        String said = "a prompt of at least 9000 tokens leaves no room in a context of 8192";
        AttemptRefusal why = new AttemptRefusal(
                new SignedWord() {}, AttemptRefusal.Kind.CONTEXT_TOO_LONG, said, 0, NanoUsd.ZERO, 8_192);
        ApiError error = errors.of(new Refusal.ContextTooLong(why));
        assertError(400, "context_length_exceeded", error);
        assertEquals(said, error.message());
    }

    @Test
    void retryAfter_isTheRoutersWhereGiven_roundedUp() {
        assertEquals(
                "2", of(new RouteRefusal.NoNode("", Duration.ZERO)).headers().get("retry-after"));
        assertEquals(
                "8",
                of(new RouteRefusal.NoNode("", Duration.ofMillis(7_001)))
                        .headers()
                        .get("retry-after"));
    }

    @Test
    void authentication_refusalsHaveTheirStatus() {
        ApiError rejected = errors.of(new Authentication.Rejected("no"));
        assertError(401, "invalid_api_key", rejected);
        assertTrue(rejected.headers().containsKey("www-authenticate"));
        assertError(403, "account_suspended", errors.of(new Authentication.Suspended("")));
        assertError(403, "not_a_member", errors.of(new Authentication.NotAMember("")));
        ApiError choice = errors.of(new Authentication.ChoiceNeeded("", List.of("a", "b")));
        assertError(403, "choice_needed", choice);
        assertTrue(
                choice.message().contains("OpenAI-Project") && choice.message().contains("a, b"));
        assertEquals(
                "2", errors.of(new Authentication.Unavailable("")).headers().get("retry-after"));
    }

    @Test
    void highestCostSpentOnFailures_saysWhatWasCharged() {
        ApiError error = errors.of(new Refusal.CostMaxSpent(NanoUsd.of(8_000)));
        assertError(502, "generation_failed", error);
        assertTrue(error.message().contains("0.000008 USD was charged"), error.message());
    }

    @Test
    void errorWithoutRetries_namesNoTimeToComeAgain() {
        ApiError error = errors.of(new Refusal.Unheard("gone"));
        assertEquals("2", error.headers().get("retry-after"));
        assertNull(error.headers().get("x-should-retry"));

        ApiError once = error.withoutRetries();
        assertNull(once.headers().get("retry-after"));
        assertEquals("false", once.headers().get("x-should-retry"));
    }

    @Test
    void tooManyAtOnce_is429() {
        assertError(429, "rate_limit_exceeded", errors.of(new Refusal.NotAdmitted(new Admission.OrganisationFull(4))));
    }

    @Test
    void shape_isOpenAis() {
        ApiError error = ApiError.invalid(null, null, "a \"quoted\" word");
        assertNull(error.param());
        assertEquals(
                "{\"error\":{\"message\":\"a \\\"quoted\\\" word\",\"type\":\"invalid_request_error\",\"param\":null,"
                        + "\"code\":null}}",
                JsonWriter.error(error).toString());
    }
}
