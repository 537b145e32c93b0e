package dev.cortado.local.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.supervise.Tiers.Heard;
import org.junit.jupiter.api.Test;

final class TrialTest {
    @Test
    void heard_tokens_isAnAnswer() throws JsonProcessingException {
        assertEquals(new Heard.Answered(), heard(200, "{\"usage\": {\"completion_tokens\": 3}}"));
    }

    @Test
    void heard_noTokens_isNone() throws JsonProcessingException {
        assertEquals(new Heard.Problem("HTTP 200 "), heard(200, "{\"usage\": {\"completion_tokens\": 0}}"));
    }

    @Test
    void heard_spentBudget_isToldApart() throws JsonProcessingException {
        assertEquals(
                new Heard.BudgetSpent("nothing left"),
                heard(429, "{\"error\": {\"code\": \"insufficient_quota\", \"message\": \"nothing left\"}}"));
    }

    @Test
    void heard_rateLimit_isNoAnswer() throws JsonProcessingException {
        assertEquals(
                new Heard.Problem("HTTP 429 too fast"),
                heard(429, "{\"error\": {\"code\": \"rate_limit_exceeded\", \"message\": \"too fast\"}}"));
    }

    private static Heard heard(int status, String body) throws JsonProcessingException {
        return Trial.heard(status, new ObjectMapper().readTree(body));
    }
}
