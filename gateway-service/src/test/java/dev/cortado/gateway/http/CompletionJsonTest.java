package dev.cortado.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.gateway.complete.Completed;
import dev.cortado.gateway.generate.FinishReason;
import dev.cortado.gateway.generate.GenerationListener.Finished;
import dev.cortado.gateway.generate.Usage;
import dev.cortado.gateway.route.Budget;
import dev.cortado.gateway.route.Routed;
import dev.cortado.gateway.route.SignedWord;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CompletionJsonTest {

    private static final SignedWord WORD = new SignedWord() {};
    private static final Routed ROUTED = new Routed(
            "router:1",
            WORD,
            ReservationId.parse("01890a5d-ac96-774b-bcce-b302099a8057"),
            1,
            "127.0.0.1:1",
            new VariantId("v"),
            "small",
            "cpu-small",
            "realtime",
            new TokenPriceList(
                    new PriceVersion("demo-1"),
                    PicoUsdPerToken.ofUsdPerMillionTokens("0.02"),
                    PicoUsdPerToken.ofUsdPerMillionTokens("0.02"),
                    PicoUsdPerToken.FREE,
                    PicoUsdPerToken.ofUsdPerMillionTokens("100")),
            false,
            new Budget.Unlimited(),
            .5,
            true,
            Instant.EPOCH);

    private final CompletionJson json = new CompletionJson(Instant.ofEpochSecond(7));

    private static Completed completed(FinishReason reason, boolean shortened, Usage usage) {
        return new Completed(
                ROUTED,
                new Finished(WORD, usage, reason, NanoUsd.of(1), ""),
                shortened,
                new Budget.Limited(NanoUsd.of(1_500_000_000), NanoUsd.of(2), Instant.EPOCH, Instant.EPOCH));
    }

    @Test
    void delta_isOneEvent_whateverItsTextHolds() {
        String event = json.deltaChunk(ROUTED, "a\n\ndata: [DONE]\r\n\"\\\u0000\u2028\uD83D\uDE00")
                .toString();
        assertEquals(
                "data: {\"id\":\"chatcmpl-01890a5d-ac96-774b-bcce-b302099a8057\",\"object\":\"chat.completion.chunk\","
                        + "\"created\":7,\"model\":\"v\",\"choices\":[{\"index\":0,\"delta\":{\"content\":"
                        + "\"a\\n\\ndata: [DONE]\\r\\n\\\"\\\\\\u0000\u2028\uD83D\uDE00\"},\"logprobs\":null,"
                        + "\"finish_reason\":null}]}\n\n",
                event);
    }

    @Test
    void finish_carriesCostAndBudgetAsDecimals() {
        String event = json.finishChunk(completed(FinishReason.STOP, true, new Usage(3L, null, 4L)), true)
                .toString();
        assertTrue(event.contains("\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}]"), event);
        assertTrue(event.contains("\"total_tokens\":7}"), event);
        assertTrue(event.contains("\"cost_usd\":\"0.000000001\""), event);
        assertTrue(event.contains("\"budget_remaining_usd\":\"1.5\""), event);
        assertTrue(event.contains("\"prompt_usd_per_million\":\"0.02\""), event);
        assertTrue(event.contains("\"completion_usd_per_million\":\"100\""), event);
        assertTrue(event.contains("\"shortened_by_budget\":false"), event);
    }

    @Test
    void lengthUnderAShortenedHold_isTheBudget() {
        String event = json.finishChunk(completed(FinishReason.LENGTH, true, new Usage(3L, 1L, 4L)), true)
                .toString();
        assertTrue(event.contains("\"finish_reason\":\"length\""), event);
        assertTrue(event.contains("\"shortened_by_budget\":true"), event);
    }

    @Test
    void usageThatNobodyCounted_isNullNotZero() {
        String event = json.usageChunk(completed(FinishReason.STOP, false, new Usage(null, null, 4L)))
                .toString();
        assertTrue(event.contains("\"choices\":[],\"usage\":null"), event);
        assertFalse(event.contains("prompt_tokens"), event);
    }
}
